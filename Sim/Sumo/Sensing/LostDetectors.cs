using Signals.Core.Model;
using Signals.Sim.Traffic;

namespace Signals.Sim.Sumo.Sensing;

/// <summary>Detectors that are silent for a whole run. Immutable.</summary>
internal sealed class LostDetectors
{
    /// <summary>All work.</summary>
    public static readonly LostDetectors None = new([]);

    private readonly HashSet<(int Intersection, int Detector)> _lost;

    private LostDetectors(HashSet<(int, int)> lost) => _lost = lost;

    /// <summary>Each detector is lost with the same chance; the same seed loses the same ones. Buttons never are.</summary>
    /// <param name="corridor">Whose detectors.</param>
    /// <param name="share">Chance, 0–1.</param>
    /// <param name="seed">Of the run.</param>
    public static LostDetectors Draw(Corridor corridor, double share, ulong seed)
    {
        var random = new SeededRandom(SeededRandom.Derive(seed, 0x1057));
        var lost = new HashSet<(int, int)>();
        foreach (var (i, intersection) in corridor.Intersections.Index())
        {
            foreach (var detector in intersection.Detectors.Where(d => d.Role != DetectorRole.Button))
            {
                if (random.NextDouble() < share)
                {
                    lost.Add((i, detector.Index));
                }
            }
        }

        return new LostDetectors(lost);
    }

    public bool Contains(int intersection, int detector) => _lost.Contains((intersection, detector));
}
