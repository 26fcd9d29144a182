namespace Signals.Core.Safety.Conflicts;

/// <summary>Symmetric table of conflicting groups with the reason of each pair.</summary>
/// <param name="groupCount">Number of groups.</param>
public sealed class ConflictTable(int groupCount)
{
    private readonly string?[] _reasons = new string?[groupCount * groupCount];

    public int GroupCount { get; } = groupCount;

    public bool Conflicts(int a, int b) => Reason(a, b) is not null;

    /// <summary>Why the two conflict: <c>EB-T through crosses NB-T through</c>; null when they do not.</summary>
    public string? Reason(int a, int b) => _reasons[a * GroupCount + b];

    /// <summary>Adds a conflict; the first reason given stays.</summary>
    /// <exception cref="ArgumentException">A group cannot conflict with itself.</exception>
    public void Add(int a, int b, string reason)
    {
        if (a == b)
        {
            throw new ArgumentException($"group {a} cannot conflict with itself", nameof(b));
        }

        _reasons[a * GroupCount + b] ??= reason;
        _reasons[b * GroupCount + a] ??= reason;
    }
}
