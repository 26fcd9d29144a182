namespace Signals.Sim.CityFlow.Protocol;

/// <summary>A published controller, exactly as its paper's code defines it.</summary>
/// <param name="Name">As on the command line.</param>
/// <param name="Title">As in tables.</param>
/// <param name="Choose">Phase from view, intersection and the state of its signals.</param>
internal sealed record CityController(string Name, string Title, Func<CityView, int, PhaseMachine, int> Choose)
{
    /// <summary>Green after which fixed time goes on at the next decision, s.</summary>
    private const int FixedGreenSeconds = 15;

    public static IReadOnlyList<CityController> All { get; } =
    [
        new("fixed", "fixed time", Fixed),
        new("max-queue", "max-queue (M-QL)", (view, x, signals) => Best(view, x, p => view.Queue(x, p))),
        new("max-pressure", "max-pressure", (view, x, signals) => Best(view, x, p => view.Pressure(x, p, _ => 1))),
        new("efficient-mp", "efficient max-pressure", (view, x, signals) => Best(view, x, p => view.Pressure(x, p, Mean))),
        new("advanced-mp", "Advanced-MP", Advanced),
    ];

    private static double Mean(int lanes) => 1.0 / lanes;

    private static int Fixed(CityView view, int intersection, PhaseMachine signals)
    {
        var phases = view.Network.Intersections[intersection].LastChoice;
        return signals.ShownSeconds >= FixedGreenSeconds ? signals.Phase % phases + 1 : signals.Phase;
    }

    /// <summary>Zhang et al. (2022): stay while as many vehicles are about to arrive as the best efficient pressure.</summary>
    private static int Advanced(CityView view, int intersection, PhaseMachine signals)
    {
        var best = Best(view, intersection, p => view.Pressure(intersection, p, Mean));
        return view.Arriving(intersection, signals.Phase) >= view.Pressure(intersection, best, Mean) ? signals.Phase : best;
    }

    private static int Best(CityView view, int intersection, Func<int, double> value)
    {
        var (best, most) = (1, double.NegativeInfinity);
        for (var phase = 1; phase <= view.Network.Intersections[intersection].LastChoice; phase++)
        {
            var found = value(phase);
            (best, most) = found > most ? (phase, found) : (best, most);
        }

        return best;
    }
}
