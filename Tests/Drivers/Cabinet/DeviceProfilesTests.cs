using Signals.Drivers.Cabinet.Profiles;

namespace Signals.Tests.Drivers.Cabinet;

[Category("Unit")]
public sealed class DeviceProfilesTests
{
    private const string Valid =
        """
        { "name": "x", "protocol": "stage",
          "status": { "table": "input", "start": 0, "length": 6, "heartbeat": 0, "mode": 1, "modes": { "2": "remote" }, "stage": 2, "stageState": 3,
                      "green": 1, "clearing": 2, "timeInState": 4, "timeUnitMs": 100 },
          "command": { "start": 0, "length": 2, "stage": 0, "heartbeat": 1, "release": 0, "watchdogMs": 2000 } }
        """;

    [TestCase("signals-v1", CabinetProtocolKind.Native)]
    [TestCase("plc-stage", CabinetProtocolKind.Stage)]
    public void BuiltIn_profiles_load(string name, CabinetProtocolKind protocol)
    {
        var profile = DeviceProfiles.Find(name, ".");

        Assert.That((profile.Name, profile.Protocol), Is.EqualTo((name, protocol)));
    }

    [Test]
    public void Valid_profile_is_accepted() => Assert.That(DeviceProfiles.Parse(Valid, "x.json").Status!.Length, Is.EqualTo(6));

    [TestCase("\"length\": 6", "\"length\": 126", "accepted: 1 to 125")]
    [TestCase("\"timeInState\": 4", "\"timeInState\": 6", "outside its 6 registers")]
    [TestCase("\"heartbeat\": 1", "\"heartbeat\": 2", "outside its 2 registers")]
    [TestCase("\"watchdogMs\": 2000", "\"watchdogMs\": 100", "accepted: 500 and more")]
    [TestCase("\"protocol\": \"stage\"", "\"protocol\": \"lamps\"", "x.json:1: $.protocol")]
    [TestCase("\"release\": 0", "\"relaese\": 0", "relaese")]
    public void Wrong_profile_is_refused_with_the_place_and_what_would_be_accepted(string right, string wrong, string expected) =>
        Assert.That(
            () => DeviceProfiles.Parse(Valid.Replace(right, wrong, StringComparison.Ordinal), "x.json"),
            Throws.TypeOf<InvalidDataException>().With.Message.Contains(expected));

    [Test]
    public void Unknown_profile_names_the_known_ones_and_the_file_looked_for() =>
        Assert.That(() => DeviceProfiles.Find("acme", "/profiles"), Throws.TypeOf<InvalidDataException>().With.Message.Contains("signals-v1, plc-stage").And.Message.Contains("acme.json"));
}
