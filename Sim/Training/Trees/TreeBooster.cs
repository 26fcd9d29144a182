using System.Text;
using Microsoft.Win32.SafeHandles;

namespace Signals.Sim.Training.Trees;

/// <summary>Gradient-boosted trees of one target. Not for several threads.</summary>
public sealed class TreeBooster : IDisposable
{
    private readonly BoosterHandle _handle;

    private TreeBooster(nint booster) => _handle = new BoosterHandle(booster);

    /// <summary>Learns the labels that the data set holds now.</summary>
    /// <param name="cancellationToken">Looked at after each tree.</param>
    /// <exception cref="InvalidOperationException">LightGBM refused; its own words.</exception>
    public static TreeBooster Train(TreeDataset data, TreeOptions options, CancellationToken cancellationToken = default)
    {
        LightGbmNative.Check(LightGbmNative.LGBM_BoosterCreate(data.Native, options.TextFor(data.Columns), out var native));
        var booster = new TreeBooster(native);
        try
        {
            for (var tree = 0; tree < options.Trees; tree++)
            {
                cancellationToken.ThrowIfCancellationRequested();
                if (options.FinalRateShare < 1)
                {
                    LightGbmNative.Check(LightGbmNative.LGBM_BoosterResetParameter(native, options.Rate(tree)));
                }

                LightGbmNative.Check(LightGbmNative.LGBM_BoosterUpdateOneIter(native, out var finished));
                if (finished != 0)
                {
                    break;
                }
            }
        }
        catch
        {
            booster.Dispose();
            throw;
        }

        return booster;
    }

    /// <summary>Answers through the objective's link, one a row.</summary>
    public double[] Predict(FeatureTable table) => Predict(table, LightGbmNative.PredictNormal);

    /// <summary>Sums of leaves, one a row.</summary>
    public double[] PredictRaw(FeatureTable table) => Predict(table, LightGbmNative.PredictRaw);

    /// <summary>LightGBM's own text of the model, version 4.</summary>
    public string ToText()
    {
        var buffer = new byte[1 << 16];
        while (true)
        {
            LightGbmNative.Check(LightGbmNative.LGBM_BoosterSaveModelToString(_handle.DangerousGetHandle(), 0, 0, 0, buffer.Length, out var length, buffer));
            if (length <= buffer.Length)
            {
                return Encoding.UTF8.GetString(buffer, 0, (int)length - 1); // ends with a zero
            }

            buffer = new byte[length];
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _handle.Dispose();

    private double[] Predict(FeatureTable table, int type)
    {
        var result = new double[table.Rows];
        LightGbmNative.Check(LightGbmNative.LGBM_BoosterPredictForMat(
            _handle.DangerousGetHandle(), table.Values, LightGbmNative.Float32, table.Rows, table.Columns, 1, type, 0, 0, "num_threads=1 verbosity=-1", out _, result));
        return result;
    }

    private sealed class BoosterHandle : SafeHandleZeroOrMinusOneIsInvalid
    {
        public BoosterHandle(nint native)
            : base(ownsHandle: true) => SetHandle(native);

        protected override bool ReleaseHandle() => LightGbmNative.LGBM_BoosterFree(handle) == 0;
    }
}
