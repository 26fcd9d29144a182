using System.Numerics;
using Signals.Sim.Traffic;

namespace Signals.Sim.Training.Networks;

/// <summary>One fully connected layer with its gradient and its Adam moments (Kingma and Ba 2015, β 0.9 and 0.999). Weights lie input by input.</summary>
internal sealed class DenseLayer
{
    private const float FirstMoment = 0.9f;
    private const float SecondMoment = 0.999f;
    private const float Least = 1e-8f;

    private readonly float[] _weights;
    private readonly float[] _gradient;
    private readonly float[] _first;
    private readonly float[] _second;

    /// <summary>Weights are drawn with the variance that keeps rectified layers alive (He et al. 2015).</summary>
    public DenseLayer(int inputs, int outputs, float scale, ref SeededRandom random)
    {
        Inputs = inputs;
        Outputs = outputs;
        _weights = new float[(inputs + 1) * outputs];
        _gradient = new float[_weights.Length];
        _first = new float[_weights.Length];
        _second = new float[_weights.Length];
        for (var i = 0; i < inputs * outputs; i++)
        {
            _weights[i] = scale * (float)(random.NextBell() * Math.Sqrt(2.0 / inputs));
        }
    }

    public int Inputs { get; }

    public int Outputs { get; }

    private Span<float> Bias => _weights.AsSpan(Inputs * Outputs);

    public void Forward(ReadOnlySpan<float> input, Span<float> output)
    {
        Bias.CopyTo(output);
        for (var i = 0; i < Inputs; i++)
        {
            if (input[i] != 0)
            {
                AddScaled(output, _weights.AsSpan(i * Outputs, Outputs), input[i]);
            }
        }
    }

    /// <summary>Adds to the gradient, and gives what the layer before has to answer for.</summary>
    /// <param name="input">What went in.</param>
    /// <param name="error">Slope of the loss over each output.</param>
    /// <param name="before">Receives the slope over each input; empty when nobody asks.</param>
    public void Backward(ReadOnlySpan<float> input, ReadOnlySpan<float> error, Span<float> before)
    {
        AddScaled(_gradient.AsSpan(Inputs * Outputs), error, 1);
        for (var i = 0; i < Inputs; i++)
        {
            if (input[i] != 0)
            {
                AddScaled(_gradient.AsSpan(i * Outputs, Outputs), error, input[i]);
            }
        }

        for (var i = 0; i < before.Length; i++)
        {
            before[i] = input[i] > 0 ? Dot(_weights.AsSpan(i * Outputs, Outputs), error) : 0; // the layer before is rectified
        }
    }

    /// <summary>One step down the gradient, which is forgotten.</summary>
    /// <param name="rate">Learning rate.</param>
    /// <param name="step">Steps so far, from 1.</param>
    /// <param name="decay">Share of a weight that is lost per unit of rate (decoupled weight decay).</param>
    public void Step(float rate, int step, float decay)
    {
        var correctFirst = 1 / (1 - MathF.Pow(FirstMoment, step));
        var correctSecond = 1 / (1 - MathF.Pow(SecondMoment, step));
        for (var i = 0; i < _weights.Length; i++)
        {
            var g = _gradient[i];
            _first[i] = FirstMoment * _first[i] + (1 - FirstMoment) * g;
            _second[i] = SecondMoment * _second[i] + (1 - SecondMoment) * g * g;
            var slope = _first[i] * correctFirst / (MathF.Sqrt(_second[i] * correctSecond) + Least);
            _weights[i] -= rate * (slope + decay * _weights[i]);
        }

        Array.Clear(_gradient);
    }

    private static void AddScaled(Span<float> sum, ReadOnlySpan<float> values, float factor)
    {
        var i = 0;
        for (var f = new Vector<float>(factor); i <= sum.Length - Vector<float>.Count; i += Vector<float>.Count)
        {
            (new Vector<float>(sum[i..]) + f * new Vector<float>(values[i..])).CopyTo(sum[i..]);
        }

        for (; i < sum.Length; i++)
        {
            sum[i] += factor * values[i];
        }
    }

    private static float Dot(ReadOnlySpan<float> a, ReadOnlySpan<float> b)
    {
        var sum = Vector<float>.Zero;
        var i = 0;
        for (; i <= a.Length - Vector<float>.Count; i += Vector<float>.Count)
        {
            sum += new Vector<float>(a[i..]) * new Vector<float>(b[i..]);
        }

        var total = Vector.Sum(sum);
        for (; i < a.Length; i++)
        {
            total += a[i] * b[i];
        }

        return total;
    }
}
