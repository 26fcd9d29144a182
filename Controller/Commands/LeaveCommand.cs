using System.CommandLine;
using Signals.Controller.Service;

namespace Signals.Controller.Commands;

/// <summary><c>controller leave</c>: a node hands its intersections over and ends.</summary>
public static class LeaveCommand
{
    public static Command Create()
    {
        var socket = new SocketOption();
        var command = new Command("leave", $"Hand the intersections of a node over and end it, as SIGTERM does. {ExitCode.Help}");
        socket.AddTo(command);
        command.SetAction(async (parsed, cancellationToken) =>
        {
            using var client = new ControlClient(socket.PathOf(parsed));
            var reply = await client.LeaveAsync(cancellationToken);
            await parsed.InvocationConfiguration.Output.WriteLineAsync(reply.Text);
            return reply.Accepted ? ExitCode.Ok : ExitCode.Errors;
        });
        return command;
    }
}
