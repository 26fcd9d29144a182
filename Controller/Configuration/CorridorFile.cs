using System.Security.Cryptography;
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
        var log = new FindingLog(path);
        return YamlFile.Read(path, log) is { } bytes ? Parse(path, bytes) : log.ToResult(null, couldRead: false);
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

        var hash = Convert.ToHexStringLower(SHA256.HashData(utf8));
        var root = YamlFile.Parse(utf8, log);
        return log.ToResult(root is null ? null : CorridorReader.Read(root, log, hash));
    }
}
