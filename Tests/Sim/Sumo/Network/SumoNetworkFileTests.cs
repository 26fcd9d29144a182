using System.IO.Compression;
using System.Text;
using Signals.Sim.Sumo.Network;
using Signals.Tests.Sim.Sumo.Networks;
using Signals.Tests.Support;

namespace Signals.Tests.Sim.Sumo.Network;

[Category("Unit")]
public sealed class SumoNetworkFileTests
{
    private TemporaryDirectory _folder = null!;

    [SetUp]
    public void Make() => _folder = new TemporaryDirectory();

    [TearDown]
    public void Remove() => _folder.Dispose();

    [Test]
    public void Network_is_read_with_lanes_ways_right_of_way_and_programs()
    {
        var network = SumoConfiguration.Read(SumoNetworks.TwoSignals).ReadNetwork();

        Assert.Multiple(() =>
        {
            Assert.That(network.Lane("east_in_1").Length, Is.EqualTo(14.72));
            Assert.That(network.Lane("stem_in_0").CarriesTraffic, Is.False, "a pavement");
            Assert.That(network.Lane("stem_in_1").CarriesTraffic);
            Assert.That(network.Edge("west_in").Lanes, Has.Length.EqualTo(2));
            Assert.That(network.Programs.Select(p => (p.Signal, p.Offset, p.Cycle)), Is.EqualTo(new[] { ("left", 10.0, 75.0), ("right", 0.0, 75.0) }));
            Assert.That(network.Junctions.Single(j => j.Id == "a").Requests[1].IsFoeOf(12), "north's through crosses west's");
        });
    }

    [Test]
    public void Way_through_a_junction_runs_over_its_internal_lanes_in_order()
    {
        var network = SumoConfiguration.Read(SumoNetworks.TwoSignals).ReadNetwork();

        var left = network.From("north_in_0").Single(c => c.Direction == "l");

        Assert.That(network.Inside(left).Select(l => l.Id), Is.EqualTo(new[] { ":a_2_0", ":a_14_0" }));
    }

    [Test]
    public void Pavements_joined_to_walking_areas_are_no_ways_of_vehicles()
    {
        var network = SumoConfiguration.Read(SumoNetworks.TwoSignals).ReadNetwork();

        Assert.Multiple(() =>
        {
            Assert.That(network.From("north_in_0").Select(c => c.To), Is.EquivalentTo(new[] { "west_out", "south_out", "east_out" }));
            Assert.That(network.From(":b_w0_0").Select(c => c.To), Is.EqualTo(new[] { ":b_c0" }));
        });
    }

    [Test]
    public void Gzipped_network_reads_the_same()
    {
        var plain = SumoConfiguration.Read(SumoNetworks.TwoSignals).NetFile;
        var packed = _folder.File("two.net.xml.gz");
        using (var gzip = new GZipStream(File.Create(packed), CompressionLevel.Fastest))
        {
            gzip.Write(File.ReadAllBytes(plain));
        }

        Assert.That(SumoNetworkFile.Read(packed, []).Connections, Is.EqualTo(SumoNetworkFile.Read(plain, []).Connections));
    }

    [Test]
    public void Program_of_an_additional_file_replaces_the_networks()
    {
        var more = Write("more.tll.xml", """<additional><tlLogic id="right" type="static" programID="day" offset="3"><phase duration="9" state="rrgGGGGgr"/></tlLogic></additional>""");

        var network = SumoNetworkFile.Read(SumoConfiguration.Read(SumoNetworks.TwoSignals).NetFile, [more]);

        Assert.That(network.Programs.Single(p => p.Signal == "right").ProgramId, Is.EqualTo("day"));
    }

    [Test]
    public void Elements_and_attributes_of_newer_versions_are_passed_over()
    {
        var path = Write("new.net.xml", """
            <net version="9.9"><future><edge id="inside"/></future>
              <edge id="e" from="a" to="b" colour="red"><lane id="e_0" index="0" speed="10" length="50" shape="0,0,1 50,0,1"><param key="k" value="v"/></lane><stop/></edge>
            </net>
            """);

        var network = SumoNetworkFile.Read(path, []);

        Assert.That(network.Edges.Single().Lanes.Single().Shape, Is.EqualTo(new[] { new SumoPoint(0, 0), new SumoPoint(50, 0) }));
    }

    [TestCase("<net>\n<edge id='e'>\n<lane id='e_0' index='0' speed='fast' length='5'/></edge></net>", ":3: speed of <lane> is \"fast\"; a number is expected")]
    [TestCase("<net>\n<connection from='a' to='b' fromLane='x' toLane='0'/></net>", ":2: fromLane of <connection> is \"x\"; a whole number is expected")]
    [TestCase("<net>\n<junction/></net>", ":2: id of <junction> is missing")]
    [TestCase("<net>\n<tlLogic id='t'><phase duration='3' state='Gr'/><phase duration='3' state='G'/></tlLogic></net>", "tlLogic \"t\" has states of different lengths")]
    [TestCase("<net><edge id='e'></net>", ":1: not well-formed XML")]
    [TestCase("<routes/>", "the root element is <routes>; a SUMO network has <net>")]
    public void Wrong_file_is_refused_with_line_and_field(string xml, string message)
    {
        var path = Write("wrong.net.xml", xml);

        Assert.That(() => SumoNetworkFile.Read(path, []), Throws.TypeOf<SumoFormatException>().With.Message.StartsWith(path).And.Message.Contains(message));
    }

    [Test]
    public void File_that_is_not_gzip_though_its_name_says_so_is_refused()
    {
        var path = Write("plain.net.xml.gz", "<net/>");

        Assert.That(() => SumoNetworkFile.Read(path, []), Throws.TypeOf<SumoFormatException>().With.Message.Contains("cannot be unpacked"));
    }

    private string Write(string name, string text)
    {
        var path = _folder.File(name);
        File.WriteAllText(path, text, Encoding.UTF8);
        return path;
    }
}
