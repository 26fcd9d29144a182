using System.CommandLine;
using System.CommandLine.Parsing;
using Signals.Controller.Configuration;
using Spectre.Console;

namespace Signals.Controller.Commands;

/// <summary>
/// <c>controller check FILE</c>: every error and warning of a corridor file and the values it results in;
/// <c>controller check --diff OLD NEW</c>: what would change between two files.
/// </summary>
public static class CheckCommand
{
    public static Command Create()
    {
        var files = new Argument<FileInfo[]>("FILE") { Description = "Corridor file; with --diff the old and the new one.", Arity = new ArgumentArity(1, 2) };
        var diff = new Option<bool>("--diff") { Description = "Compare what two files result in: check --diff OLD NEW." };
        var values = new Option<ValueSelection>("--values")
        {
            Description = "Effective values to print: all, safety (what cabinet and governor enforce) or none. Default: all, or none when there are errors.",
        };
        var json = new Option<FileInfo?>("--json") { Description = "Write the result as JSON to this file.", HelpName = "PATH" };
        var command = new Command("check", $"Check a corridor file and show the effective values. {ExitCode.Help}") { files, diff, values, json };
        command.Validators.Add(result => CheckCount(result, files, diff));
        command.SetAction((parsed, cancellationToken) =>
        {
            var output = parsed.InvocationConfiguration.Output;
            var report = new CheckReport(output, Terminal(output));
            var given = parsed.GetRequiredValue(files);
            return parsed.GetValue(diff)
                ? CompareAsync(report, given[0], given[1], parsed.GetValue(json), cancellationToken)
                : CheckAsync(report, given[0], parsed.GetResult(values) is null ? null : parsed.GetValue(values), parsed.GetValue(json), cancellationToken);
        });
        return command;
    }

    private static void CheckCount(CommandResult result, Argument<FileInfo[]> files, Option<bool> diff)
    {
        var count = result.GetResult(files)?.Tokens.Count ?? 0;
        if (result.GetValue(diff) != (count == 2))
        {
            result.AddError(count == 2 ? "two files are compared with --diff: check --diff OLD NEW" : "--diff needs two files: check --diff OLD NEW");
        }
    }

    private static async Task<int> CheckAsync(
        CheckReport report, FileInfo file, ValueSelection? selection, FileInfo? json, CancellationToken cancellationToken)
    {
        var result = CorridorFile.Load(file.ToString());
        report.Write(file.ToString(), result, selection ?? (result.HasErrors ? ValueSelection.None : ValueSelection.All));
        await CheckJson.WriteAsync(json, file.ToString(), result, cancellationToken);
        return CodeOf(result);
    }

    private static async Task<int> CompareAsync(
        CheckReport report, FileInfo older, FileInfo newer, FileInfo? json, CancellationToken cancellationToken)
    {
        var (before, after) = (CorridorFile.Load(older.ToString()), CorridorFile.Load(newer.ToString()));
        foreach (var (file, result) in new[] { (older, before), (newer, after) })
        {
            if (result.HasErrors)
            {
                report.Write(file.ToString(), result, ValueSelection.None);
            }
        }

        var changes = CorridorDiff.Between(before, after);
        if (before.CouldRead && after.CouldRead)
        {
            report.Write(older.ToString(), newer.ToString(), changes);
        }

        await CheckJson.WriteAsync(json, older.ToString(), newer.ToString(), changes, after, cancellationToken);
        return Math.Max(CodeOf(before), CodeOf(after));
    }

    private static int CodeOf(CorridorLoadResult result) =>
        !result.CouldRead ? ExitCode.CannotRead : result.HasErrors ? ExitCode.Errors : ExitCode.Ok;

    /// <summary>Colours and tables only for a person at a terminal; pipes and tests get plain lines.</summary>
    private static IAnsiConsole? Terminal(TextWriter output) =>
        ReferenceEquals(output, Console.Out) && !Console.IsOutputRedirected ? AnsiConsole.Console : null;
}

/// <summary>Which effective values <c>check</c> prints.</summary>
public enum ValueSelection
{
    All = 0,
    Safety = 1,
    None = 2,
}
