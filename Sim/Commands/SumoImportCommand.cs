using System.CommandLine;
using System.Text;
using Signals.Core.Safety.Standards;
using Signals.Sim.Sumo.Import;
using Signals.Sim.Sumo.Network;

namespace Signals.Sim.Commands;

/// <summary><c>sim sumo import MAP.sumocfg</c>: a SUMO network as a corridor file that an engineer can read, check and edit.</summary>
public sealed class SumoImportCommand
{
    private readonly Argument<FileInfo> _map = new("MAP") { Description = "SUMO configuration (MAP.sumocfg) or network (MAP.net.xml, MAP.net.xml.gz)." };

    private readonly Option<FileInfo?> _output = new("--output", "-o") { Description = "Corridor file to write; it is not overwritten. Default: standard output.", HelpName = "FILE" };

    private readonly Option<string> _standard = new("--standard")
    {
        Description = "Timing standard for yellow, red clearance and minimum green. Default mutcd.",
        DefaultValueFactory = _ => SumoImportOptions.Default.Standard,
    };

    private readonly Option<SumoDetection> _detection = new("--detection")
    {
        Description = "areas: a radar's view of every lane and exit. loops: a loop at the stop line and one upstream, in every lane. Default areas.",
        DefaultValueFactory = _ => SumoDetection.Areas,
    };

    public Command Create()
    {
        _standard.AcceptOnlyFromAmong([.. TimingStandards.Names]);
        var command = new Command(
            "import", "Write a SUMO network as a corridor file: signal groups, conflicts, stages, plan, lane groups, detectors and links, with engineered timing. "
            + "\"controller check\" accepts it and warns that its conflicts come from the network.")
        {
            _map, _output, _standard, _detection,
        };
        command.SetAction(RunAsync);
        return command;
    }

    private async Task<int> RunAsync(ParseResult parsed, CancellationToken cancellationToken)
    {
        var map = parsed.GetRequiredValue(_map).FullName;
        var network = map.EndsWith(".sumocfg", StringComparison.OrdinalIgnoreCase) ? SumoConfiguration.Read(map).ReadNetwork() : SumoNetworkFile.Read(map, []);
        var scene = SumoImport.Build(network, SumoImportOptions.Default with
        {
            Timing = SumoTiming.Product,
            Standard = parsed.GetRequiredValue(_standard),
            Detection = parsed.GetRequiredValue(_detection),
        });
        var text = CorridorYaml.Write(scene);
        var output = parsed.InvocationConfiguration.Output;
        if (parsed.GetValue(_output) is not { } file)
        {
            await output.WriteAsync(text);
            return ExitCode.Ok;
        }

        await using (var stream = new FileStream(file.FullName, FileMode.CreateNew, FileAccess.Write))
        {
            await stream.WriteAsync(Encoding.UTF8.GetBytes(text), cancellationToken);
        }

        var written = scene.Intersections.Count(CorridorYaml.HasChoice);
        var left = scene.Intersections.Length - written;
        await output.WriteLineAsync(
            $"{file.FullName}: {written} intersections{(left > 0 ? $", {left} with a single stage left out" : "")}; check it with \"controller check\"");
        return ExitCode.Ok;
    }
}
