using Microsoft.Win32.SafeHandles;

namespace Signals.Sim.Training.Trees;

/// <summary>Binned features that boosters learn from. One data set serves one booster after the other, each with labels of its own. Not for several threads.</summary>
public sealed class TreeDataset : IDisposable
{
    private readonly DatasetHandle _handle;

    /// <param name="table">Features; not needed any more afterwards.</param>
    /// <param name="bins">Bins of a feature, 2–255; default 255.</param>
    public TreeDataset(FeatureTable table, int bins = 255)
    {
        (Rows, Columns) = (table.Rows, table.Columns);
        LightGbmNative.Check(LightGbmNative.LGBM_DatasetCreateFromMat(
            table.Values, LightGbmNative.Float32, table.Rows, table.Columns, 1, $"{TreeOptions.Always} max_bin={bins}", 0, out var dataset));
        _handle = new DatasetHandle(dataset);
    }

    /// <summary>Rows, as many as labels are needed.</summary>
    public int Rows { get; }

    /// <summary>Features of a row.</summary>
    public int Columns { get; }

    internal nint Native => _handle.DangerousGetHandle();

    /// <summary>What the next booster shall predict.</summary>
    /// <param name="labels">One a row, finite.</param>
    /// <param name="weights">One a row, ≥ 0; empty: all alike. A weight of 0 leaves a row out.</param>
    public void SetLabels(ReadOnlySpan<float> labels, ReadOnlySpan<float> weights = default)
    {
        ArgumentOutOfRangeException.ThrowIfNotEqual(labels.Length, Rows, nameof(labels));
        LightGbmNative.Check(LightGbmNative.LGBM_DatasetSetField(Native, "label", labels, labels.Length, LightGbmNative.Float32));
        LightGbmNative.Check(LightGbmNative.LGBM_DatasetSetField(Native, "weight", weights, weights.Length, LightGbmNative.Float32));
    }

    /// <summary>Sums that the next booster starts from and does not contain; empty: from the mean, as usual.</summary>
    /// <param name="sums">One a row, on the scale of the objective's link.</param>
    public void StartFrom(ReadOnlySpan<double> sums) =>
        LightGbmNative.Check(LightGbmNative.LGBM_DatasetSetField(Native, "init_score", sums, sums.Length, LightGbmNative.Float64));

    /// <inheritdoc/>
    public void Dispose() => _handle.Dispose();

    private sealed class DatasetHandle : SafeHandleZeroOrMinusOneIsInvalid
    {
        public DatasetHandle(nint native)
            : base(ownsHandle: true) => SetHandle(native);

        protected override bool ReleaseHandle() => LightGbmNative.LGBM_DatasetFree(handle) == 0;
    }
}
