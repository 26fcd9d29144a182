using System.CommandLine;
using System.Globalization;
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
                Write(AnsiConsole.Create(new AnsiConsoleSettings { Out = new AnsiConsoleOutput(output) }), status);
            }

            return status.Intersections.All(i => i.IsOurs) ? ExitCode.Ok : ExitCode.Errors;
        });
        return command;
    }

    private static void Write(IAnsiConsole console, NodeStatus status)
    {
        if (!status.Members.IsEmpty)
        {
            var members = new Table().Border(TableBorder.Simple).AddColumns("member", "status", "reachable", "address", "roles", "version");
            foreach (var member in status.Members)
            {
                var marks = $"{(member.IsSelf ? " (this node)" : "")}{(member.IsOldest ? " (oldest)" : "")}";
                members.AddRow(
                    Markup.Escape(member.Node + marks), member.Status, member.IsReachable ? "yes" : "no", Markup.Escape(member.Address),
                    Markup.Escape(string.Join(", ", member.Roles)), Markup.Escape(member.Version));
            }

            console.Write(members);
            console.WriteLine(status.HasMajority ? "this node reaches the majority" : "this node does not reach the majority: it claims nothing");
        }

        var table = new Table().Border(TableBorder.Simple).AddColumns("intersection", "owner", "home", "epoch", "mode", "level", "cause", "lease");
        foreach (var entry in status.Intersections)
        {
            table.AddRow(
                Markup.Escape(entry.Id), Markup.Escape(entry.Owner), Markup.Escape(entry.Home), entry.Epoch.ToString(CultureInfo.InvariantCulture), entry.Mode,
                entry.Level, entry.Cause, string.Create(CultureInfo.InvariantCulture, $"{entry.LeaseRemainingMs / 1000.0:0.0} s"));
        }

        console.Write(table);
        foreach (var node in status.DifferentFiles)
        {
            console.WriteLine($"{node} has other corridor files than this node: give all nodes the same");
        }
    }
}
