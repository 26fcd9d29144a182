using Microsoft.Extensions.Logging;

namespace Signals.Sim.Desktop;

/// <summary>Keeps what the parts of the desk-top corridor log as warning or worse: the latest lines for the view, the counts for the verdict. Thread-safe.</summary>
public sealed class AlarmLog(TimeProvider time) : ILoggerProvider
{
    private const int Kept = 50;

    private readonly Lock _gate = new();
    private readonly LinkedList<string> _lines = [];
    private long _errors;

    /// <summary>Told each line as it comes, under no lock; null for nobody. For headless runs.</summary>
    public Action<string>? Echo { get; set; }

    /// <summary>Errors and exceptions since the start.</summary>
    public long Errors => Interlocked.Read(ref _errors);

    /// <summary>The first error in words; empty when there is none.</summary>
    public string FirstError { get; private set; } = "";

    /// <summary>Latest first, at most 50.</summary>
    public IReadOnlyList<string> Lines
    {
        get
        {
            lock (_gate)
            {
                return [.. _lines];
            }
        }
    }

    public ILogger CreateLogger(string categoryName) => new Category(this);

    public void Dispose()
    {
    }

    /// <summary>Notes one line.</summary>
    public void Note(LogLevel level, string text, Exception? failure)
    {
        var line = $"{time.GetLocalNow():HH:mm:ss} {(failure is null ? text : $"{text} ({failure.GetType().Name}: {failure.Message})")}";
        lock (_gate)
        {
            if (level >= LogLevel.Error && _errors++ == 0)
            {
                FirstError = failure is null ? line : $"{line}{Environment.NewLine}{failure}";
            }

            _lines.AddFirst(line);
            if (_lines.Count > Kept)
            {
                _lines.RemoveLast();
            }
        }

        Echo?.Invoke(line);
    }

    private sealed class Category(AlarmLog log) : ILogger
    {
        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => logLevel >= LogLevel.Warning;

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
        {
            if (IsEnabled(logLevel))
            {
                log.Note(logLevel, formatter(state, exception), exception);
            }
        }
    }
}
