namespace Signals.Sim.Training.Onnx;

/// <summary>
/// An ONNX model with one float32 input [batch, features] and one float32 output [batch, outputs], put together node by node. Field numbers are those of
/// onnx.proto3 (github.com/onnx/onnx). Opset 17 and ai.onnx.ml 3 load in every ONNX Runtime since 1.13.
/// </summary>
/// <param name="features">Columns of the input.</param>
/// <param name="outputs">Columns of the output.</param>
public sealed class OnnxGraph(int features, int outputs)
{
    /// <summary>Name of the input.</summary>
    public const string Input = "x";

    /// <summary>Name of the output; one node must make it.</summary>
    public const string Output = "y";

    private const string MlDomain = "ai.onnx.ml";
    private const int IrVersion = 9;
    private const int Opset = 17;
    private const int MlOpset = 3;

    /// <summary>TensorProto.DataType.</summary>
    private const int Float32 = 1;

    private const int Int64 = 7;

    private readonly List<ProtoMessage> _nodes = [];
    private readonly List<ProtoMessage> _tensors = [];
    private int _names;

    /// <summary>Adds a standard operator and gives the name of its result.</summary>
    /// <param name="operation">For example <c>Add</c>.</param>
    /// <param name="inputs">Names of results, tensors, or <see cref="Input"/>.</param>
    public string Node(string operation, params ReadOnlySpan<string> inputs) => Named(operation, NewName(operation), inputs);

    /// <summary>Adds a standard operator whose result is the model's <see cref="Output"/>.</summary>
    public void Finish(string operation, params ReadOnlySpan<string> inputs) => Named(operation, Output, inputs);

    /// <summary>Joins columns side by side.</summary>
    public string Concat(params ReadOnlySpan<string> inputs)
    {
        var name = NewName("Concat");
        _nodes.Add(NodeOf("Concat", inputs, name, OnnxAttribute.Integer("axis", 1)));
        return name;
    }

    /// <summary>Takes columns [from, to).</summary>
    public string Columns(string input, int from, int to) => Node("Slice", input, Constant([(long)from]), Constant([(long)to]), Constant([1L]));

    /// <summary>Puts columns into another order, as the model's <see cref="Output"/>.</summary>
    /// <param name="input">Name of a result.</param>
    /// <param name="order">Column of the input that each column of the output is.</param>
    public void FinishInOrder(string input, ReadOnlySpan<int> order)
    {
        long[] columns = [.. order.ToArray().Select(c => (long)c)];
        _nodes.Add(NodeOf("Gather", [input, Constant(columns)], Output, OnnxAttribute.Integer("axis", 1)));
    }

    /// <summary>Adds a constant row that is broadcast over the batch.</summary>
    public string Constant(ReadOnlySpan<float> row) => Tensor(Float32, [row.Length], new ProtoMessage().Add(4, row.ToArray()));

    /// <summary>Adds a constant matrix.</summary>
    public string Constant(ReadOnlySpan<float> values, int rows, int columns) => Tensor(Float32, [rows, columns], new ProtoMessage().Add(4, values.ToArray()));

    /// <summary>Adds a constant of whole numbers.</summary>
    public string Constant(long[] values) => Tensor(Int64, [values.Length], new ProtoMessage().Add(7, values));

    /// <summary>The file.</summary>
    /// <param name="metadata">Keys and values that a loader checks.</param>
    public byte[] ToModel(IEnumerable<KeyValuePair<string, string>> metadata)
    {
        var graph = new ProtoMessage().Add(1, _nodes).Add(2, "signals").Add(5, _tensors).Add(11, Value(Input, features)).Add(12, Value(Output, outputs));
        return new ProtoMessage()
            .Add(1, (long)IrVersion)
            .Add(2, "signals")
            .Add(7, graph)
            .Add(8, [OperatorSet("", Opset), OperatorSet(MlDomain, MlOpset)])
            .Add(14, metadata.Select(pair => new ProtoMessage().Add(1, pair.Key).Add(2, pair.Value)))
            .ToArray();
    }

    /// <summary>Adds an operator of ai.onnx.ml.</summary>
    internal string MlNode(string operation, string input, params ReadOnlySpan<ProtoMessage> attributes)
    {
        var name = NewName(operation);
        _nodes.Add(NodeOf(operation, [input], name, attributes).Add(7, MlDomain));
        return name;
    }

    private string Named(string operation, string output, ReadOnlySpan<string> inputs)
    {
        _nodes.Add(NodeOf(operation, inputs, output));
        return output;
    }

    private string Tensor(int type, long[] dimensions, ProtoMessage data)
    {
        var name = NewName("constant");
        _tensors.Add(new ProtoMessage(data).Add(1, dimensions).Add(2, (long)type).Add(8, name));
        return name;
    }

    private string NewName(string kind) => $"{kind}{++_names}";

    private static ProtoMessage NodeOf(string operation, ReadOnlySpan<string> inputs, string output, params ReadOnlySpan<ProtoMessage> attributes) =>
        new ProtoMessage().Add(1, inputs.ToArray()).Add(2, output).Add(3, output).Add(4, operation).Add(5, attributes.ToArray());

    private static ProtoMessage OperatorSet(string domain, int version) => new ProtoMessage().Add(1, domain).Add(2, (long)version);

    /// <summary>ValueInfoProto of float32 [batch, columns].</summary>
    private static ProtoMessage Value(string name, int columns)
    {
        var shape = new ProtoMessage().Add(1, [new ProtoMessage().Add(2, "batch"), new ProtoMessage().Add(1, (long)columns)]);
        return new ProtoMessage().Add(1, name).Add(2, new ProtoMessage().Add(1, new ProtoMessage().Add(1, (long)Float32).Add(2, shape)));
    }
}
