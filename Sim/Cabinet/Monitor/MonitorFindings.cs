namespace Signals.Sim.Cabinet.Monitor;

/// <summary>Counts of findings by kind, and the first few in full.</summary>
public sealed class MonitorFindings
{
    private const int Kept = 64;

    private readonly long[] _counts = new long[Enum.GetValues<FindingKind>().Length];
    private readonly List<MonitorFinding> _first = new(Kept);

    public long Total { get; private set; }

    /// <summary>The first findings in order, at most 64.</summary>
    public IReadOnlyList<MonitorFinding> First => _first;

    public long Of(FindingKind kind) => _counts[(int)kind];

    public override string ToString() => Total == 0 ? "no findings" : $"{Total} findings, first: {string.Join("; ", _first.Take(3))}";

    internal void Add(in MonitorFinding finding)
    {
        Total++;
        _counts[(int)finding.Kind]++;
        if (_first.Count < Kept)
        {
            _first.Add(finding);
        }
    }
}
