using Spectre.Console;

namespace Signals.Sim.Commands;

/// <summary>Long work of a verb on a thread of its own, with a progress bar.</summary>
internal static class BackgroundWork
{
    /// <param name="console">Where the bar is drawn, and cleared again.</param>
    /// <param name="title">What is being done.</param>
    /// <param name="total">Progress at the end, in whatever unit <paramref name="work"/> reports.</param>
    /// <param name="work">The work; it is given what to call with each bit of progress, from any thread.</param>
    /// <param name="cancellationToken">Keeps the work from starting; ending it early is the work's own business.</param>
    public static Task<T> RunAsync<T>(
        IAnsiConsole console, string title, double total, Func<Action<double>, T> work, CancellationToken cancellationToken) =>
        Bar(console).StartAsync(context =>
        {
            var task = context.AddTask(title, maxValue: total);
            return Task.Factory.StartNew(() => work(task.Increment), cancellationToken, TaskCreationOptions.LongRunning, TaskScheduler.Default);
        });

    /// <summary>The same without a bar, for work that tells its progress itself.</summary>
    public static Task<T> Run<T>(Func<T> work, CancellationToken cancellationToken) =>
        Task.Factory.StartNew(work, cancellationToken, TaskCreationOptions.LongRunning, TaskScheduler.Default);

    private static Progress Bar(IAnsiConsole console) => console.Progress().AutoClear(true).Columns(
        new TaskDescriptionColumn(), new ProgressBarColumn(), new PercentageColumn(), new ElapsedTimeColumn(), new RemainingTimeColumn());
}
