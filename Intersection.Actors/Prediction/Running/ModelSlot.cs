namespace Signals.Prediction.Running;

/// <summary>
/// The model in force, and the one before it. A new one comes in only after it has been checked, while the old one goes on answering; a bad one changes nothing. Thread-safe.
/// </summary>
public sealed class ModelSlot : IDisposable
{
    private readonly Lock _gate = new();
    private ICongestionModel? _current;
    private ICongestionModel? _previous;

    /// <summary>The model in force; null before the first one.</summary>
    public ICongestionModel? Current
    {
        get
        {
            lock (_gate)
            {
                return _current;
            }
        }
    }

    /// <summary>Why the last candidate was refused; empty after a success.</summary>
    public string Problem { get; private set; } = "";

    /// <summary>Loads a candidate file and puts it in force if it passes every check.</summary>
    /// <returns>False when it was refused; <see cref="Problem"/> says why, and the model in force stays.</returns>
    public bool TryLoad(string path) => TryLoad(() => OnnxCongestionModel.Load(path));

    /// <summary>As <see cref="TryLoad(string)"/>, of a model that is made in another way.</summary>
    public bool TryLoad(Func<ICongestionModel> load)
    {
        try
        {
            Replace(load());
            return true;
        }
        catch (Exception problem) when (problem is IOException or UnauthorizedAccessException or InvalidDataException)
        {
            Problem = problem.Message;
            return false;
        }
    }

    /// <summary>Puts a checked model in force and keeps the present one for <see cref="GoBack"/>. The slot disposes of what it held before.</summary>
    public void Replace(ICongestionModel model)
    {
        ICongestionModel? oldest;
        lock (_gate)
        {
            oldest = _previous;
            _previous = _current;
            _current = model;
            Problem = "";
        }

        oldest?.Dispose();
    }

    /// <summary>Puts the previous model in force again; false when there is none.</summary>
    public bool GoBack()
    {
        lock (_gate)
        {
            if (_previous is null)
            {
                return false;
            }

            (_current, _previous) = (_previous, _current);
            return true;
        }
    }

    /// <summary>Runner of the model in force; null without one.</summary>
    /// <param name="maximumRows">Most rows of one question.</param>
    /// <param name="of">The model that it belongs to.</param>
    public ICongestionRunner? NewRunner(int maximumRows, out ICongestionModel? of)
    {
        lock (_gate)
        {
            of = _current;
            return _current?.NewRunner(maximumRows);
        }
    }

    public void Dispose()
    {
        lock (_gate)
        {
            _current?.Dispose();
            _previous?.Dispose();
            _current = null;
            _previous = null;
        }
    }
}
