using System.Text;
using Signals.Core.Safety.Standards;

namespace Signals.Controller.Configuration.Yaml;

/// <summary>Bytes of a configuration file, bounded and strictly UTF-8.</summary>
internal static class YamlFile
{
    /// <summary>Reads at most one byte more than is allowed, so that the size is known to be exceeded without reading a huge file.</summary>
    /// <returns>Null when the file cannot be read, which the log then explains.</returns>
    public static byte[]? Read(string path, FindingLog log)
    {
        try
        {
            using var stream = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read);
            var buffer = new byte[YamlTree.MostBytes + 1];
            var length = stream.ReadAtLeast(buffer, buffer.Length, throwOnEndOfStream: false);
            return buffer[..length];
        }
        catch (Exception problem) when (problem is IOException or UnauthorizedAccessException or ArgumentException or NotSupportedException)
        {
            log.Add(Severity.Error, null, "", "", $"cannot read the file: {problem.Message}");
            return null;
        }
    }

    /// <returns>Null when the bytes are no YAML text, which the log then explains.</returns>
    public static ConfigNode? Parse(ReadOnlySpan<byte> utf8, FindingLog log)
    {
        try
        {
            var text = new UTF8Encoding(false, throwOnInvalidBytes: true).GetString(utf8);
            return YamlTree.Parse(text.TrimStart('\uFEFF'), log);
        }
        catch (DecoderFallbackException)
        {
            log.Add(Severity.Error, null, "", "", "is not UTF-8 text; save it as UTF-8");
            return null;
        }
    }
}
