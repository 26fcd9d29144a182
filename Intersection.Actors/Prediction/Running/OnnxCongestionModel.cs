using System.Security.Cryptography;
using Microsoft.ML.OnnxRuntime;
using Signals.Core.Prediction;
using ModelMetadata = Signals.Core.Prediction.ModelMetadata;

namespace Signals.Prediction.Running;

/// <summary>
/// A model file in ONNX Runtime: one session on one thread without spinning (a call takes tens of microseconds; a pool of threads costs more than it gives), shared by all runners.
/// The session lives until the model and every runner are disposed, so that a model can be replaced while it answers.
/// </summary>
public sealed class OnnxCongestionModel : ICongestionModel
{
    /// <summary>Largest model file that is read: far beyond any that loads in the time allowed.</summary>
    public const int MostBytes = 64 * 1024 * 1024;

    private readonly InferenceSession _session;
    private int _users = 1;
    private int _disposed;

    private OnnxCongestionModel(InferenceSession session, ModelMetadata metadata, string fingerprint)
    {
        _session = session;
        Metadata = metadata;
        Fingerprint = fingerprint;
    }

    public ModelMetadata Metadata { get; }

    public string Fingerprint { get; }

    /// <summary>Loads a model and checks it: schema, horizons and outputs by its metadata, shapes by its graph, answers by its golden vectors.</summary>
    /// <param name="path">An .onnx file of <c>sim train</c>.</param>
    /// <exception cref="InvalidDataException">It is no such model; the message says what is wrong.</exception>
    /// <exception cref="IOException">It cannot be read.</exception>
    public static OnnxCongestionModel Load(string path)
    {
        using var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read);
        if (file.Length > MostBytes)
        {
            throw new InvalidDataException($"{path}: {file.Length / 1024 / 1024} MiB; a congestion model has less than {MostBytes / 1024 / 1024} MiB");
        }

        var bytes = new byte[file.Length];
        file.ReadExactly(bytes);
        return Load(path, bytes);
    }

    /// <summary>As <see cref="Load(string)"/>, from bytes; <paramref name="name"/> is for messages.</summary>
    /// <exception cref="InvalidDataException">It is no such model; the message says what is wrong.</exception>
    public static OnnxCongestionModel Load(string name, byte[] bytes)
    {
        InferenceSession? session = null;
        try
        {
            using var options = Options();
            session = new InferenceSession(bytes, options);
            CheckShape(session.InputMetadata, ModelMetadata.InputName, FeatureColumn.Count, "input");
            CheckShape(session.OutputMetadata, ModelMetadata.OutputName, ForecastOutputs.Count, "output");
            var metadata = ModelMetadata.Parse(session.ModelMetadata.CustomMetadataMap);
            var model = new OnnxCongestionModel(session, metadata, Convert.ToHexStringLower(SHA256.HashData(bytes)));
            model.CheckGolden();
            session = null;
            return model;
        }
        catch (Exception problem) when (problem is OnnxRuntimeException or InvalidDataException)
        {
            throw new InvalidDataException($"{name}: {problem.Message}", problem);
        }
        finally
        {
            session?.Dispose();
        }
    }

    public ICongestionRunner NewRunner(int maximumRows)
    {
        Interlocked.Increment(ref _users);
        return new OnnxCongestionRunner(_session, maximumRows, Leave);
    }

    public void Dispose()
    {
        if (Interlocked.Exchange(ref _disposed, 1) == 0)
        {
            Leave();
        }
    }

    private static SessionOptions Options()
    {
        var options = new SessionOptions
        {
            IntraOpNumThreads = 1,
            InterOpNumThreads = 1,
            ExecutionMode = ExecutionMode.ORT_SEQUENTIAL,
            LogSeverityLevel = OrtLoggingLevel.ORT_LOGGING_LEVEL_FATAL,
        };
        options.AddSessionConfigEntry("session.intra_op.allow_spinning", "0");
        options.AddSessionConfigEntry("session.inter_op.allow_spinning", "0");
        return options;
    }

    private static void CheckShape(IReadOnlyDictionary<string, NodeMetadata> nodes, string name, int columns, string what)
    {
        var fits = nodes.Count == 1 && nodes.TryGetValue(name, out var node) && node.ElementType == typeof(float)
            && node.Dimensions is [< 0, var width] && width == columns;
        if (!fits)
        {
            var found = string.Join(", ", nodes.Select(n => $"{n.Key} {n.Value.ElementType?.Name}[{string.Join('×', n.Value.Dimensions)}]"));
            throw new InvalidDataException($"the {what} is {found}; expected {name} float32 [any number of rows × {columns}]");
        }
    }

    private void CheckGolden()
    {
        var golden = Metadata.Golden;
        using var runner = NewRunner(golden.Rows);
        golden.Inputs.CopyTo(runner.Inputs);
        var answers = runner.Run(golden.Rows);
        for (var i = 0; i < answers.Length; i++)
        {
            if (!GoldenVectors.Agrees(golden.Outputs[i], answers[i]))
            {
                throw new InvalidDataException(
                    $"golden vector {i / ForecastOutputs.Count} gives {answers[i]} for {ForecastOutputs.Names[i % ForecastOutputs.Count]}, its trainer got {golden.Outputs[i]}: "
                    + "the file is damaged or this runtime computes otherwise");
            }
        }
    }

    private void Leave()
    {
        if (Interlocked.Decrement(ref _users) == 0)
        {
            _session.Dispose();
        }
    }
}
