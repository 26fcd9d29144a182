using System.CommandLine;
using Signals.Core.Timing.Adaptive;
using Signals.Sim.CityFlow;
using Signals.Sim.CityFlow.Protocol;

namespace Signals.Sim.Commands;

/// <summary><c>sim cityflow DIR</c>: published controllers and ours on a CityFlow city, with the published protocols and both travel times.</summary>
public sealed class CityFlowCommand
{
    private readonly Argument<DirectoryInfo> _folder = new("DIR") { Description = "Folder of the city: roadnet.json and a flow file." };
    private readonly Option<string?> _flow = new("--flow") { Description = "Flow file in that folder. Default: the only flow*.json there." };

    private readonly Option<string> _controllers = new("--controllers")
    {
        Description = $"Comma-separated: {CityStudy.ControllerNames}. Default: fixed,max-pressure,advanced-mp,adaptive.",
        DefaultValueFactory = _ => "fixed,max-pressure,advanced-mp,adaptive",
    };

    private readonly Option<string> _protocols = new("--protocol")
    {
        Description = "Comma-separated INTERVAL/CHANGE in seconds: decide every INTERVAL, change of phase takes CHANGE. INTERVAL may be 'free', for adaptive alone: "
            + "it decides whenever it likes. Published: 15/5, 10/3, 5/2, 30/5. Default: 15/5.",
        DefaultValueFactory = _ => "15/5",
    };

    private readonly Option<int> _seeds = new("--seeds")
    {
        Description = "Number of seeds, 1 to 100: seeds 1 to N. The demand of these cities is fixed; a seed decides only where drivers have a choice. Default 1.",
        DefaultValueFactory = _ => 1,
    };

    private readonly Option<int> _minimumGreen = new("--min-green")
    {
        Description = "Least green of adaptive with free decisions, 1 to 15 s; with an interval it is what the change leaves of it. Default 3.",
        DefaultValueFactory = _ => 3,
    };

    private readonly Option<PlannerSettings> _planner = PlannerOption.Create();
    private readonly Option<FileInfo?> _json = JsonResult.Option();

    public Command Create()
    {
        var command = new Command(
            "cityflow", "Run a CityFlow city in the embedded engine with CityFlow's vehicle model and the published protocols, 3,600 s, right turns free. Prints XLight ATT "
            + "(time on entering lanes, as papers print it) and CityFlow ATT (creation to finish, everyone counted). Exit code 1 when a cabinet's monitor "
            + $"found anything. {ExitCode.Help}")
        {
            _folder, _flow, _controllers, _protocols, _seeds, _minimumGreen, _planner, _json,
        };
        Check(_controllers, text => CityStudy.TryControllers(text, out _, out var problem) ? null : problem);
        Check(_protocols, text => CityProtocol.TryParseList(text, out _, out var problem) ? null : problem);
        _seeds.Between(1, 100);
        _minimumGreen.Between(1, 15);
        command.SetAction(RunAsync);
        return command;
    }

    private static void Check(Option<string> option, Func<string, string?> problemOf) => option.Validators.Add(result =>
    {
        if (result.Tokens.Count > 0 && problemOf(result.Tokens[0].Value) is { } problem)
        {
            result.AddError(problem);
        }
    });

    private async Task<int> RunAsync(ParseResult parsed, CancellationToken cancellationToken)
    {
        var console = Terminal.For(parsed.InvocationConfiguration.Output);
        var city = City.Load(parsed.GetRequiredValue(_folder), parsed.GetValue(_flow));
        _ = CityStudy.TryControllers(parsed.GetRequiredValue(_controllers), out var controllers, out _);
        _ = CityProtocol.TryParseList(parsed.GetRequiredValue(_protocols), out var protocols, out _);
        var study = new CityStudy(
            city, controllers, protocols, parsed.GetRequiredValue(_planner), parsed.GetRequiredValue(_minimumGreen), parsed.GetRequiredValue(_seeds));
        var rows = await Task.Factory.StartNew(
            () => study.Run(row => CityTable.Progress(console, row), cancellationToken), cancellationToken, TaskCreationOptions.LongRunning, TaskScheduler.Default);
        CityTable.Write(console, city, rows);
        await JsonResult.WriteAsync(parsed.GetValue(_json), rows, cancellationToken);
        return rows.Any(r => r.MonitorFindings > 0) ? ExitCode.Failed : ExitCode.Ok;
    }
}
