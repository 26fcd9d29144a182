using System.Collections.Immutable;
using System.CommandLine;
using Signals.Core.Units;
using Signals.Sim.Cluster;

namespace Signals.Sim.Commands;

/// <summary><c>sim cluster-scale FILE</c>: how many intersections the nodes of a cluster bear on this machine, and what each takes.</summary>
public sealed class ClusterScaleCommand
{
    private static readonly TimeSpan SettleWithin = TimeSpan.FromMinutes(10);

    private readonly ClusterArguments _arguments = new(copies: false);
    private readonly Option<int[]> _sizes = new("--intersections")
    {
        Description = "Sizes to try, one after the other, each rounded up to whole corridors; ends with the first that the machine does not bear. Default 1000.",
        AllowMultipleArgumentsPerToken = true,
        DefaultValueFactory = _ => [1000],
    };

    private readonly Option<Duration?> _length = DurationText.OptionalOption("--duration", "Time that is measured at each size. Default 60s.");
    private readonly Option<FileInfo?> _json = JsonResult.Option();

    public Command Create()
    {
        var command = new Command(
            "cluster-scale", $"Run a corridor many times over on the nodes of a cluster on this machine, and measure CPU, memory and lateness. Linux. {ExitCode.Help}") { _sizes, _length, _json };
        _arguments.AddTo(command);
        command.Validators.Add(result =>
        {
            if (result.GetValue(_sizes) is { } sizes && sizes.Any(size => size is < 1 or > 20_000))
            {
                result.AddError("--intersections takes numbers 1–20000");
            }
        });
        command.SetAction(RunAsync);
        return command;
    }

    private async Task<int> RunAsync(ParseResult parsed, CancellationToken cancellationToken)
    {
        var output = parsed.InvocationConfiguration.Output;
        var length = TimeSpan.FromMilliseconds((parsed.GetValue(_length) ?? Duration.FromSeconds(60)).Milliseconds);
        var results = ImmutableArray.CreateBuilder<ScaleResult>();
        foreach (var size in parsed.GetValue(_sizes)!)
        {
            await using var cluster = _arguments.Prepare(parsed, warm: true, scatter: true, intersections: size);
            results.Add(await new ScaleTrial(cluster).RunAsync(SettleWithin, length, cancellationToken));
            await ScaleReport.WriteAsync(output, results[^1]);
            if (!results[^1].IsBorne)
            {
                break;
            }
        }

        await JsonResult.WriteAsync(parsed.GetValue(_json), results.ToImmutable(), CancellationToken.None);
        return results.All(r => r.IsSafe) ? ExitCode.Ok : ExitCode.Failed;
    }
}
