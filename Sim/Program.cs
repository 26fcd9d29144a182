using Signals.Sim.Commands;

return await SimCommandLine.RunAsync(args, Console.Out, Console.Error, CancellationToken.None);
