using System.Collections.Immutable;
using Signals.Sim.Sumo.Network;

namespace Signals.Sim.Sumo.Import;

/// <summary>A combination of green links that a program settles in, and its share of the cycle.</summary>
/// <param name="Green">One entry a link.</param>
/// <param name="Seconds">Green and the change after it, summed over the cycle.</param>
/// <param name="Begin">Where in the cycle its green begins first, s.</param>
internal sealed record ProgramStage(ImmutableArray<bool> Green, double Seconds, double Begin)
{
    /// <summary>
    /// Stages of a program in their order: its phases without yellow or red-amber, each combination once. A phase whose links are all green in another one is part of a
    /// change when it is too short for a minimum green (late start, early end), or when only pedestrians are stopped in it (their clearance). Links that are green
    /// only beside another's yellow get a stage from such a phase.
    /// </summary>
    /// <param name="links">Links with the network's own program.</param>
    /// <param name="minimumGreenSeconds">Shorter phases may be parts of a change.</param>
    public static ImmutableArray<ProgramStage> Of(SignalLinks links, double minimumGreenSeconds)
    {
        var program = links.Program;
        var phases = program.Phases;
        var green = phases.Select(p => GreenOf(p.State)).ToArray();
        var settled = phases.Select(p => !p.State.AsSpan().ContainsAny('y', 'Y', 'u')).ToArray();
        var controlled = Enumerable.Range(0, program.LinkCount).Select(l => green.Any(g => g[l]) && !green.All(g => g[l])).ToArray();
        var isStage = new bool[phases.Length];
        for (var p = 0; p < phases.Length; p++)
        {
            var isPart = Enumerable.Range(0, phases.Length).Any(q => settled[q] && IsPartOf(green[p], green[q])
                && (phases[p].Duration < minimumGreenSeconds || OnlyPedestriansDiffer(links, green[p], green[q])));
            isStage[p] = settled[p] && !isPart && HasControlled(green[p], controlled);
        }

        AddUncovered(green, controlled, isStage);
        return Collect(phases, green, isStage);
    }

    /// <summary>True for a character that gives right of way.</summary>
    public static bool IsGreen(char state) => state is 'G' or 'g';

    private static ImmutableArray<bool> GreenOf(string state) => [.. state.Select(IsGreen)];

    private static bool HasControlled(ImmutableArray<bool> green, bool[] controlled)
    {
        for (var link = 0; link < controlled.Length; link++)
        {
            if (green[link] && controlled[link])
            {
                return true;
            }
        }

        return false;
    }

    private static bool IsPartOf(ImmutableArray<bool> part, ImmutableArray<bool> whole) =>
        !part.SequenceEqual(whole) && part.Zip(whole).All(pair => pair.Second || !pair.First);

    private static bool OnlyPedestriansDiffer(SignalLinks links, ImmutableArray<bool> a, ImmutableArray<bool> b) =>
        Enumerable.Range(0, a.Length).All(link => a[link] == b[link] || links.IsPedestrian(link));

    private static void AddUncovered(ImmutableArray<bool>[] green, bool[] controlled, bool[] isStage)
    {
        for (var link = 0; link < controlled.Length; link++)
        {
            if (controlled[link] && !green.Where((g, p) => isStage[p] && g[link]).Any())
            {
                isStage[Array.FindIndex(green, g => g[link])] = true;
            }
        }
    }

    private static ImmutableArray<ProgramStage> Collect(ImmutableArray<SumoPhase> phases, ImmutableArray<bool>[] green, bool[] isStage)
    {
        var stages = new List<ProgramStage>();
        var first = Array.IndexOf(isStage, true);
        var at = phases.Take(Math.Max(first, 0)).Sum(p => p.Duration);
        var current = -1;
        for (var i = 0; i < phases.Length && first >= 0; i++)
        {
            var p = (first + i) % phases.Length;
            if (isStage[p])
            {
                current = stages.FindIndex(s => s.Green.SequenceEqual(green[p]));
                if (current < 0)
                {
                    current = stages.Count;
                    stages.Add(new ProgramStage(green[p], 0, at));
                }
            }

            stages[current] = stages[current] with { Seconds = stages[current].Seconds + phases[p].Duration };
            at += phases[p].Duration;
        }

        return [.. stages];
    }
}
