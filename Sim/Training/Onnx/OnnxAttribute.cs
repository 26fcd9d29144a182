namespace Signals.Sim.Training.Onnx;

/// <summary>AttributeProto of onnx.proto3: a named constant of a node. The kind is told by number beside the value.</summary>
internal static class OnnxAttribute
{
    private const int Name = 1;
    private const int Kind = 20;

    public static ProtoMessage Integer(string name, long value) => Of(name, 2).Add(3, value);

    public static ProtoMessage Number(string name, float value) => Of(name, 1).Add(2, value);

    public static ProtoMessage Text(string name, string value) => Of(name, 3).Add(4, value);

    public static ProtoMessage Numbers(string name, IReadOnlyCollection<float> values) => Of(name, 6).Add(7, values);

    public static ProtoMessage Integers(string name, IReadOnlyCollection<long> values) => Of(name, 7).Add(8, values);

    public static ProtoMessage Texts(string name, IEnumerable<string> values) => Of(name, 8).Add(9, values);

    private static ProtoMessage Of(string name, long kind) => new ProtoMessage().Add(Name, name).Add(Kind, kind);
}
