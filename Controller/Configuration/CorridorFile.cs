using System.Security.Cryptography;
using System.Text;
using Signals.Controller.Configuration.Reading;
using Signals.Controller.Configuration.Yaml;
using Signals.Core.Safety.Standards;

namespace Signals.Controller.Configuration;

/// <summary>
/// Loads a corridor file: YAML, checked whole. Either there is a corridor without any error, or there is none and the findings
/// say why, each with file, line, field and what would be accepted. It never throws for what a file contains.
/// </summary>
public static class CorridorFile
{
    /// <param name="path">File to read; at most 1 MiB of UTF-8.</param>
    /// <returns>A result; <see cref="CorridorLoadResult.CouldRead"/> is false when the file could not be opened.</returns>
    public static CorridorLoadResult Load(string path)
    {
        byte[] bytes;
        try
        {
            using var stream = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read);
            bytes = ReadBounded(stream);
        }
        catch (Exception problem) when (problem is IOException or UnauthorizedAccessException or ArgumentException or NotSupportedException)
        {
            var log = new FindingLog(path);
            log.Add(Severity.Error, null, "", "", $"cannot read the file: {problem.Message}");
            return log.ToResult(null, couldRead: false);
        }

        return Parse(path, bytes);
    }

    /// <summary>Reads a corridor from bytes; <paramref name="file"/> only names it in findings.</summary>
    public static CorridorLoadResult Parse(string file, ReadOnlySpan<byte> utf8)
    {
        var log = new FindingLog(file);
        if (utf8.Length > YamlTree.MostBytes)
        {
            log.Add(Severity.Error, null, "", "", $"is larger than {YamlTree.MostBytes / 1024} KiB; split the corridor into several files");
            return log.ToResult(null, couldRead: false);
        }

        string text;
        try
        {
            text = new UTF8Encoding(false, throwOnInvalidBytes: true).GetString(utf8);
        }
        catch (DecoderFallbackException)
        {
            log.Add(Severity.Error, null, "", "", "is not UTF-8 text; save it as UTF-8");
            return log.ToResult(null);
        }

        var hash = Convert.ToHexStringLower(SHA256.HashData(utf8));
        var root = YamlTree.Parse(text.TrimStart('\uFEFF'), log);
        return log.ToResult(root is null ? null : CorridorReader.Read(root, log, hash));
    }

    /// <summary>Reads at most one byte more than is allowed, so that the size is known to be exceeded without reading a huge file.</summary>
    private static byte[] ReadBounded(FileStream stream)
    {
        var buffer = new byte[YamlTree.MostBytes + 1];
        var length = stream.ReadAtLeast(buffer, buffer.Length, throwOnEndOfStream: false);
        return buffer[..length];
    }
}
