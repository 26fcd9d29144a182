using System.CommandLine;
using Signals.Controller.Configuration;
using Signals.Core.Model;

namespace Signals.Sim.Commands;

/// <summary>The corridor file of a verb: found, read and checked whole before anything starts.</summary>
public static class CorridorArgument
{
    /// <summary>FILE that must be named.</summary>
    public static Argument<FileInfo> Required() => new("FILE") { Description = "Corridor file (YAML)." };

    /// <summary>FILE that defaults to the example corridor.</summary>
    public static Argument<FileInfo?> Optional()
    {
        var file = new Argument<FileInfo?>("FILE")
        {
            Description = $"Corridor file (YAML). Default: {CorridorPath.Example}, looked for here and above, then beside the executable.",
            Arity = ArgumentArity.ZeroOrOne,
        };
        file.Validators.Add(result =>
        {
            if (result.Tokens.Count > 0 && !File.Exists(result.Tokens[0].Value))
            {
                result.AddError($"'{result.Tokens[0].Value}' is neither a verb nor a file");
            }
        });
        return file;
    }

    /// <summary>Reads the file.</summary>
    /// <exception cref="InvalidDataException">It has errors; the message lists them with file and line, and nothing of the file is used.</exception>
    public static Corridor Load(FileInfo file)
    {
        var result = CorridorFile.Load(file.ToString());
        if (result.Corridor is { } corridor)
        {
            return corridor;
        }

        var errors = result.Findings.Where(f => f.Severity == Core.Safety.Standards.Severity.Error).Select(f => f.ToString());
        throw new InvalidDataException(string.Join(Environment.NewLine, errors));
    }
}
