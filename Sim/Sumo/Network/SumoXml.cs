using System.IO.Compression;
using System.Xml;

namespace Signals.Sim.Sumo.Network;

/// <summary>Walks the start tags of a SUMO file, plain or gzipped (<c>.gz</c>). Elements that nobody asks for are passed over.</summary>
internal static class SumoXml
{
    private static readonly XmlReaderSettings Settings = new()
    {
        DtdProcessing = DtdProcessing.Prohibit, XmlResolver = null, IgnoreComments = true, IgnoreWhitespace = true, CloseInput = true,
    };

    /// <param name="path">File.</param>
    /// <param name="visit">Called on each start tag with its depth, 0 for the root; returns false to skip what is inside it.</param>
    /// <exception cref="SumoFormatException">Not well-formed XML, or not gzip though the name says so.</exception>
    /// <exception cref="IOException">The file cannot be read.</exception>
    public static void Read(string path, Func<SumoElement, int, bool> visit)
    {
        try
        {
            using var reader = XmlReader.Create(Open(path), Settings);
            var more = reader.Read();
            while (more)
            {
                var goInside = reader.NodeType != XmlNodeType.Element || visit(new SumoElement(reader, path), reader.Depth);
                more = goInside ? reader.Read() : Skip(reader);
            }
        }
        catch (XmlException problem)
        {
            throw new SumoFormatException($"{path}:{problem.LineNumber}: not well-formed XML: {problem.Message}");
        }
        catch (InvalidDataException problem)
        {
            throw new SumoFormatException($"{path}: cannot be unpacked: {problem.Message}");
        }
    }

    private static bool Skip(XmlReader reader)
    {
        reader.Skip();
        return !reader.EOF;
    }

    private static Stream Open(string path)
    {
        var file = File.OpenRead(path);
        return path.EndsWith(".gz", StringComparison.OrdinalIgnoreCase) ? new GZipStream(file, CompressionMode.Decompress) : file;
    }
}
