using Signals.Sim.Sumo.Network;
using Signals.Tests.Support;

namespace Signals.Tests.Sim.Sumo.Network;

[Category("Unit")]
public sealed class SumoConfigurationTests
{
    private TemporaryDirectory _folder = null!;

    [SetUp]
    public void Make() => _folder = new TemporaryDirectory();

    [TearDown]
    public void Remove() => _folder.Dispose();

    [Test]
    public void Files_are_found_beside_the_configuration()
    {
        var configuration = Read("""
            <configuration><input><net-file value="a.net.xml"/><route-files value="r1.rou.xml, sub/r2.rou.xml"/><additional-files value="a.tll.xml"/></input>
            <time><begin value="25200"/><end value="8:0:0"/></time></configuration>
            """);

        Assert.Multiple(() =>
        {
            Assert.That(configuration.Name, Is.EqualTo("map"));
            Assert.That(configuration.NetFile, Is.EqualTo(_folder.File("a.net.xml")));
            Assert.That(configuration.RouteFiles, Is.EqualTo(new[] { _folder.File("r1.rou.xml"), Path.Combine(_folder.File("sub"), "r2.rou.xml") }));
            Assert.That(configuration.AdditionalFiles, Is.EqualTo(new[] { _folder.File("a.tll.xml") }));
            Assert.That((configuration.Begin, configuration.End), Is.EqualTo((25200.0, 28800.0)));
        });
    }

    [Test]
    public void Configuration_without_an_end_has_none()
    {
        var configuration = Read("""<configuration><input><n v="" value="a.net.xml"/></input></configuration>""");

        Assert.That((configuration.Begin, configuration.End), Is.EqualTo((0.0, double.PositiveInfinity)));
    }

    [TestCase("<configuration/>", "net-file is missing")]
    [TestCase("<configuration><begin value='soon'/></configuration>", "value of <begin> is \"soon\"; seconds or h:m:s are expected")]
    public void Wrong_configuration_is_refused(string xml, string message) =>
        Assert.That(() => Read(xml), Throws.TypeOf<SumoFormatException>().With.Message.Contains(message));

    private SumoConfiguration Read(string xml)
    {
        var path = _folder.File("map.sumocfg");
        File.WriteAllText(path, xml);
        return SumoConfiguration.Read(path);
    }
}
