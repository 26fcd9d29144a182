using System.Globalization;
using System.Text;
using Signals.Sim.Sumo.Import;
using Signals.Sim.Sumo.Network;
using Signals.Sim.Sumo.Running;
using Signals.Sim.Sumo.Sensing;
using Signals.Tests.Sim.Sumo.Networks;
using Signals.Tests.Support;

namespace Signals.Tests.Sim.Sumo.Running;

/// <summary>Four minutes of traffic on the small test network, with a vehicle every other second; in a folder of its own.</summary>
internal sealed class TinyScenario : IDisposable
{
    public const int Seconds = 240;

    private static readonly (string From, string To)[] Ways =
    [
        ("west_in", "far_out"), ("far_in", "west_out"), ("west_in", "north_out"), ("north_in", "south_out"), ("far_in", "south_out"), ("south_in", "west_out"),
        ("stem_in", "west_out"), ("west_in", "stem_out"), ("side", "west_out"),
    ];

    private readonly TemporaryDirectory _folder = new();

    /// <param name="badTrips">True to name an edge that the network does not have.</param>
    /// <param name="seconds">Length of the scenario.</param>
    public TinyScenario(bool badTrips = false, int seconds = Seconds)
    {
        var net = SumoConfiguration.Read(SumoNetworks.TwoSignals).NetFile;
        File.WriteAllText(Configuration, $"""
            <configuration>
              <input><net-file value="{net}"/><route-files value="tiny.rou.xml"/></input>
              <time><begin value="100"/><end value="{100 + seconds}"/></time>
            </configuration>
            """);
        File.WriteAllText(_folder.File("tiny.rou.xml"), Trips(badTrips ? "nowhere" : "", seconds));
    }

    public string Configuration => _folder.File("tiny.sumocfg");

    public string Out => _folder.File("out");

    /// <summary>How it is run; the test is skipped without SUMO.</summary>
    public SumoConditions Conditions(SensingModel sensing = SensingModel.Ideal, SumoTiming timing = SumoTiming.Comparable)
    {
        RequiredTool.OrSkip("sumo", package: "sumo");
        var configuration = SumoConfiguration.Read(Configuration);
        return new SumoConditions(SumoInstallation.Find(), configuration, configuration.ReadNetwork(), -1, sensing, timing);
    }

    public void Dispose() => _folder.Dispose();

    private static string Trips(string suffix, int seconds)
    {
        var text = new StringBuilder("<routes><vType id=\"car\" length=\"4.5\" speedDev=\"0.1\"/>\n");
        for (var i = 0; i < seconds / 2; i++)
        {
            var (from, to) = Ways[i * 7 % Ways.Length];
            text.Append(CultureInfo.InvariantCulture, $"<trip id=\"t{i}\" type=\"car\" depart=\"{100 + 2 * i}.00\" from=\"{from}{suffix}\" to=\"{to}\"/>\n");
        }

        return text.Append("</routes>\n").ToString();
    }
}
