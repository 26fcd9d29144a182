using System.Text.Json.Nodes;
using Signals.Sim.CityFlow;
using Signals.Tests.Support;

namespace Signals.Tests.Sim.CityFlow;

[Category("Unit")]
public sealed class CityFileTests
{
    [Test]
    public void Roadnet_becomes_lanes_with_their_lengths_and_movements()
    {
        var network = SmallCity.Load(SmallCity.Roadnet()).Network;

        Assert.Multiple(() =>
        {
            Assert.That(network.LaneCount, Is.EqualTo(24));
            Assert.That(network.Lengths.Take(24), Is.All.EqualTo(285).Within(1e-9), "300 m less the 15 m of the crossing at one end");
            Assert.That(network.WayCount, Is.EqualTo(24 + 36));
            Assert.That(network.Intersections[0].Movements.Length, Is.EqualTo(12));
            Assert.That(network.Intersections[0].Served(1), Is.EqualTo(1UL | 1UL << 7));
        });
    }

    [Test]
    public void Ways_of_straight_traffic_meet_the_crossing_street_and_not_the_opposing_one()
    {
        var network = SmallCity.Load(SmallCity.Roadnet()).Network;
        var (fromWest, fromEast, fromSouth) = (0, 7, 4);

        var foes = FoesOf(fromWest);

        Assert.Multiple(() =>
        {
            Assert.That(foes, Does.Contain(fromSouth));
            Assert.That(foes, Does.Not.Contain(fromEast));
        });

        IEnumerable<int> FoesOf(int movement)
        {
            var straight = network.Intersections[0].Movements[movement].FirstLink + 1;
            return network.Crossings[network.FirstCrossing[straight]..network.FirstCrossing[straight + 1]].Select(c => network.MovementOfLink[c.Foe]);
        }
    }

    [TestCase("roads[2].lanes[1].maxSpeed", "expected a number of at least 0, found fast", "roads", 2, "lanes", 1, "maxSpeed")]
    [TestCase("roads[0].startIntersection", "no intersection has the id \"fast\"", "roads", 0, "startIntersection")]
    [TestCase("intersections[0].roadLinks[3].type", "use go_straight, turn_left or turn_right", "intersections", 0, "roadLinks", 3, "type")]
    [TestCase("intersections[0].roadLinks[3].laneLinks[1].endLaneIndex", "0 to 2", "intersections", 0, "roadLinks", 3, "laneLinks", 1, "endLaneIndex")]
    [TestCase("intersections[0].trafficLight.lightphases", "expected a list", "intersections", 0, "trafficLight", "lightphases")]
    [TestCase("intersections[2].virtual", "expected true or false", "intersections", 2, "virtual")]
    public void Wrong_value_is_reported_with_file_field_and_what_is_accepted(string field, string accepted, params object[] path)
    {
        var roadnet = SmallCity.Roadnet();
        Replace(roadnet, path, "fast");

        Assert.That(
            () => SmallCity.Load(roadnet),
            Throws.InstanceOf<InvalidDataException>().With.Message.Contains("roadnet.json: " + field).And.Message.Contains(accepted));
    }

    [Test]
    public void Missing_member_is_reported_with_its_name()
    {
        var roadnet = SmallCity.Roadnet();
        roadnet["roads"]![1]!.AsObject().Remove("points");

        Assert.That(() => SmallCity.Load(roadnet), Throws.InstanceOf<InvalidDataException>().With.Message.Contains("roads[1]: \"points\" is missing"));
    }

    [Test]
    public void Flow_over_an_unknown_road_or_without_a_way_is_reported()
    {
        var unknown = SmallCity.Flow("W", "E", 5);
        unknown["route"]![1] = "elsewhere";
        var unreachable = SmallCity.Flow("W", "E", 5);
        unreachable["route"] = new JsonArray("out_E", "in_W");

        Assert.Multiple(() =>
        {
            Assert.That(() => SmallCity.Load(SmallCity.Roadnet(), unknown), Throws.InstanceOf<InvalidDataException>().With.Message.Contains("flow.json: [0].route[1]"));
            Assert.That(() => SmallCity.Load(SmallCity.Roadnet(), unreachable), Throws.InstanceOf<InvalidDataException>().With.Message.Contains("cannot be driven"));
        });
    }

    [Test]
    public void File_that_is_no_json_is_reported_with_its_line()
    {
        using var folder = new TemporaryDirectory();
        SmallCity.Write(folder.Path, SmallCity.Roadnet());
        File.WriteAllText(Path.Combine(folder.Path, "flow.json"), "[\n{,\n");

        Assert.That(
            () => City.Load(new DirectoryInfo(folder.Path)), Throws.InstanceOf<InvalidDataException>().With.Message.Contains("flow.json:2"));
    }

    private static void Replace(JsonNode root, object[] path, string value)
    {
        var node = root;
        foreach (var step in path[..^1])
        {
            node = step is int index ? node[index]! : node[(string)step]!;
        }

        node[(string)path[^1]] = value;
    }
}
