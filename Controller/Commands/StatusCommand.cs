using System.CommandLine;
using System.Text.Json;
using Signals.Controller.Service;
using Spectre.Console;

namespace Signals.Controller.Commands;

/// <summary><c>controller status</c>: members, owners, epochs, modes and leases, as a running controller sees them.</summary>
public static class StatusCommand
{
    public static Command Create()
    {
        var socket = new SocketOption();
        var json = new Option<bool>("--json") { Description = "Print JSON." };
        var command = new Command(
            "status", "Show members, owners, epochs, modes and leases. Exit codes: 0 every intersection has an owner that commands it, 1 one has not, 2 usage, 3 no controller answers.") { json };
        socket.AddTo(command);
        command.SetAction(async (parsed, cancellationToken) =>
        {
            var output = parsed.InvocationConfiguration.Output;
            using var client = new ControlClient(socket.PathOf(parsed));
            var status = await client.StatusAsync(cancellationToken);
            if (parsed.GetValue(json))
            {
                await output.WriteLineAsync(JsonSerializer.Serialize(status, JsonResult.Format));
            }
            else
            {
                StatusReport.Write(AnsiConsole.Create(new AnsiConsoleSettings { Out = new AnsiConsoleOutput(output) }), status);
            }

            return status.Intersections.All(i => StatusReport.Trouble(i) is null) ? ExitCode.Ok : ExitCode.Errors;
        });
        return command;
    }
}
