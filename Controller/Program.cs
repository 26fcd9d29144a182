using Signals.Controller.Commands;

return await ControllerCommandLine.RunAsync(args, Console.Out, Console.Error, CancellationToken.None);
