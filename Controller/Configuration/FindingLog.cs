using System.Collections.Immutable;
using Signals.Controller.Configuration.Yaml;
using Signals.Core.Safety.Standards;

namespace Signals.Controller.Configuration;

/// <summary>Collects findings and effective values of one file while it is read.</summary>
/// <param name="file">Name of the file for messages.</param>
internal sealed class FindingLog(string file)
{
    /// <summary>More would help nobody; the last one says how many were left out.</summary>
    private const int MostFindings = 500;

    private readonly List<Finding> _findings = [];
    private readonly List<EffectiveValue> _values = [];
    private int _leftOut;

    public bool HasErrors => ErrorCount > 0;

    public int ErrorCount { get; private set; }

    public void Add(Severity severity, ConfigNode? at, string where, string path, string message)
    {
        ErrorCount += severity == Severity.Error ? 1 : 0;
        if (_findings.Count >= MostFindings)
        {
            _leftOut++;
            return;
        }

        var finding = new Finding(severity, file, at?.Line ?? 1, at?.Column ?? 1, where, path, message);
        if (!_findings.Contains(finding))
        {
            _findings.Add(finding);
        }
    }

    public void Record(EffectiveValue value) => _values.Add(value);

    public CorridorLoadResult ToResult(Core.Model.Corridor? corridor, bool couldRead = true) =>
        new(HasErrors ? null : corridor, Sorted(), [.. _values.OrderBy(v => v.Line)], couldRead);

    /// <summary>All findings in order of the file.</summary>
    public ImmutableArray<Finding> Sorted()
    {
        var sorted = _findings.OrderBy(f => f.Line).ThenByDescending(f => f.Severity).ToList();
        if (_leftOut > 0)
        {
            sorted.Add(new Finding(Severity.Error, file, 1, 1, "", "", $"{_leftOut} more findings are not shown; correct the ones above first"));
        }

        return [.. sorted];
    }
}
