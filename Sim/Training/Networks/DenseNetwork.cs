using Signals.Sim.Traffic;

namespace Signals.Sim.Training.Networks;

/// <summary>
/// A small rectified network with one answer, trained on absolute error by Adam. One thread and seeded, so the same rows and options give the same
/// network on the same processor. It is the challenger of the trees: it errs elsewhere, and the mean of both errs less.
/// </summary>
public sealed class DenseNetwork
{
    private readonly ColumnScaling _scaling;
    private readonly DenseLayer[] _layers;
    private readonly float[][] _values;
    private readonly float[][] _errors;

    private DenseNetwork(ColumnScaling scaling, int columns, NetworkOptions options, ref SeededRandom random)
    {
        _scaling = scaling;
        _layers =
        [
            new DenseLayer(columns, options.Width, 1, ref random),
            new DenseLayer(options.Width, options.Width, 1, ref random),
            new DenseLayer(options.Width, 1, 0.1f, ref random),
        ];
        _values = [new float[columns], .. _layers.Select(layer => new float[layer.Outputs])];
        _errors = [.. _layers.Select(layer => new float[layer.Outputs])];
    }

    /// <param name="table">Features.</param>
    /// <param name="labels">One a row.</param>
    /// <param name="weights">One a row, ≥ 0, mean about 1.</param>
    /// <param name="cancellationToken">Looked at after each batch.</param>
    public static DenseNetwork Train(
        FeatureTable table, ReadOnlySpan<float> labels, ReadOnlySpan<float> weights, NetworkOptions options, CancellationToken cancellationToken = default)
    {
        var random = new SeededRandom(SeededRandom.Derive(options.Seed, 1));
        var network = new DenseNetwork(ColumnScaling.Of(table), table.Columns, options, ref random);
        var order = Enumerable.Range(0, table.Rows).ToArray();
        var batches = (table.Rows + options.Batch - 1) / options.Batch;
        for (var epoch = 0; epoch < options.Epochs; epoch++)
        {
            Shuffle(order, ref random);
            for (var batch = 0; batch < batches; batch++)
            {
                cancellationToken.ThrowIfCancellationRequested();
                var rows = order.AsSpan(batch * options.Batch, Math.Min(options.Batch, table.Rows - batch * options.Batch));
                foreach (var row in rows)
                {
                    network.Learn(table[row], labels[row], weights[row] / rows.Length);
                }

                network.Step(options, epoch * batches + batch, options.Epochs * batches);
            }
        }

        return network;
    }

    /// <summary>Answer for one row of raw features.</summary>
    public float Predict(ReadOnlySpan<float> row)
    {
        _scaling.Apply(row, _values[0]);
        for (var i = 0; i < _layers.Length; i++)
        {
            _layers[i].Forward(_values[i], _values[i + 1]);
            if (i < _layers.Length - 1)
            {
                Rectify(_values[i + 1]);
            }
        }

        return _values[^1][0];
    }

    private void Learn(ReadOnlySpan<float> row, float label, float weight)
    {
        var error = Predict(row) - label;
        _errors[^1][0] = weight * Math.Clamp(error * 20, -1, 1); // absolute error, rounded off below a twentieth so that Adam comes to rest
        for (var i = _layers.Length - 1; i >= 0; i--)
        {
            _layers[i].Backward(_values[i], _errors[i], i == 0 ? [] : _errors[i - 1]);
        }
    }

    /// <summary>The rate warms up over the first twentieth and falls to nothing along a cosine.</summary>
    private void Step(NetworkOptions options, int step, int steps)
    {
        var warm = Math.Min(1, 20f * (step + 1) / steps);
        var rate = options.LearningRate * warm * 0.5f * (1 + MathF.Cos(MathF.PI * step / steps));
        foreach (var layer in _layers)
        {
            layer.Step(rate, step + 1, options.WeightDecay);
        }
    }

    private static void Rectify(Span<float> values)
    {
        for (var i = 0; i < values.Length; i++)
        {
            values[i] = Math.Max(0, values[i]);
        }
    }

    private static void Shuffle(Span<int> order, ref SeededRandom random)
    {
        for (var i = order.Length - 1; i > 0; i--)
        {
            var other = (int)(random.NextDouble() * (i + 1));
            (order[i], order[other]) = (order[other], order[i]);
        }
    }
}
