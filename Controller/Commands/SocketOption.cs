using System.CommandLine;
using System.CommandLine.Parsing;
using Signals.Controller.Configuration.Nodes;
using Signals.Core.Safety.Standards;

namespace Signals.Controller.Commands;

/// <summary>Which running controller a verb speaks to: by its node file, or by its control socket.</summary>
internal sealed class SocketOption
{
    private readonly Option<FileInfo?> _node = new("--node") { Description = "Node file of the controller to ask.", HelpName = "NODE.yaml" };
    private readonly Option<string?> _socket = new("--control-socket") { Description = "Its control socket, where there is no node file.", HelpName = "PATH" };

    public void AddTo(Command command)
    {
        command.Add(_node);
        command.Add(_socket);
        command.Validators.Add(Check);
    }

    /// <exception cref="InvalidDataException">The node file has an error.</exception>
    public string PathOf(ParseResult parsed)
    {
        if (parsed.GetValue(_socket) is { } path)
        {
            return path;
        }

        var read = NodeFile.Load(parsed.GetValue(_node)!.ToString());
        return read.Node?.ControlSocket
            ?? throw new InvalidDataException(string.Join(Environment.NewLine, read.Findings.Where(f => f.Severity == Severity.Error)));
    }

    private void Check(CommandResult result)
    {
        if (result.GetValue(_node) is null == result.GetValue(_socket) is null)
        {
            result.AddError("say which controller: --node NODE.yaml, or --control-socket PATH");
        }
    }
}
