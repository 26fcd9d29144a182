using System.CommandLine;
using Signals.Controller.Service;

namespace Signals.Controller.Commands;

/// <summary><c>controller move INTERSECTION NODE</c>: a planned move, without a visible step.</summary>
public static class MoveCommand
{
    public static Command Create()
    {
        var intersection = new Argument<string>("INTERSECTION") { Description = "Intersection to move." };
        var node = new Argument<string>("TO") { Description = "Name of the node that shall run it. It stays its home until it is moved again or every node was stopped." };
        var socket = new SocketOption();
        var command = new Command("move", $"Move an intersection to another node. {ExitCode.Help}") { intersection, node };
        socket.AddTo(command);
        command.SetAction(async (parsed, cancellationToken) =>
        {
            using var client = new ControlClient(socket.PathOf(parsed));
            var reply = await client.MoveAsync(parsed.GetRequiredValue(intersection), parsed.GetRequiredValue(node), cancellationToken);
            await (reply.Accepted ? parsed.InvocationConfiguration.Output : parsed.InvocationConfiguration.Error).WriteLineAsync(reply.Text);
            return reply.Accepted ? ExitCode.Ok : ExitCode.Errors;
        });
        return command;
    }
}
