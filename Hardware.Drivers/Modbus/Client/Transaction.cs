using System.Threading.Tasks.Sources;

namespace Signals.Modbus.Client;

internal enum TransactionState
{
    /// <summary>Being filled in or read by the caller.</summary>
    Idle,

    /// <summary>Submitted, not on the line yet.</summary>
    Waiting,

    /// <summary>Handed to the line; an answer may come.</summary>
    Sent,
}

/// <summary>
/// One request and its response, with its own deadline timer; pooled. All but the two PDUs is guarded by the channel's lock,
/// and the PDUs belong to the caller while the state is <see cref="TransactionState.Idle"/>.
/// </summary>
internal sealed class Transaction : IValueTaskSource
{
    private readonly byte[] _request = new byte[ModbusLimits.MaxPduLength];
    private readonly byte[] _response = new byte[ModbusLimits.MaxPduLength];
    private int _responseLength;
    private ManualResetValueTaskSourceCore<bool> _completion;

    public byte UnitId { get; set; }

    public int RequestLength { get; set; }

    public Span<byte> RequestBuffer => _request;

    public ReadOnlySpan<byte> Request => _request.AsSpan(0, RequestLength);

    public ReadOnlySpan<byte> Response => _response.AsSpan(0, _responseLength);

    public byte FunctionCode => _request[0];

    /// <summary>Id on the line, unique among those in flight; 0 on RTU.</summary>
    public ushort Id { get; set; }

    public TransactionState State { get; set; }

    /// <summary>The caller has left (cancelled); the line may still owe an answer.</summary>
    public bool CallerLeft { get; set; }

    /// <summary>The caller's task is completed already, by cancellation.</summary>
    public bool IsAbandoned { get; set; }

    /// <summary>Timestamp of submission.</summary>
    public long Began { get; set; }

    public ITimer? Deadline { get; set; }

    /// <summary>The timer will fire. It is left running when an answer comes: it looks whose deadline it is, and arming it anew for each request costs more.</summary>
    public bool IsDeadlineArmed { get; set; }

    public ValueTask Completion => new(this, _completion.Version);

    public void Reset()
    {
        _completion.Reset();
        _responseLength = 0;
        CallerLeft = false;
        IsAbandoned = false;
        State = TransactionState.Idle;
    }

    public void SetResponse(ReadOnlySpan<byte> pdu)
    {
        pdu.CopyTo(_response);
        _responseLength = pdu.Length;
    }

    /// <summary>For a channel that answers on the spot: room for the response, whose length follows.</summary>
    public Span<byte> ResponseBuffer => _response;

    public void SetResponseLength(int length) => _responseLength = length;

    /// <param name="inline">The caller goes on on this thread; never inside the channel's lock.</param>
    public void Complete(bool inline = false)
    {
        _completion.RunContinuationsAsynchronously = !inline;
        _completion.SetResult(true);
    }

    public void Fail(Exception failure)
    {
        _completion.RunContinuationsAsynchronously = true;
        _completion.SetException(failure);
    }

    void IValueTaskSource.GetResult(short token) => _completion.GetResult(token);

    ValueTaskSourceStatus IValueTaskSource.GetStatus(short token) => _completion.GetStatus(token);

    void IValueTaskSource.OnCompleted(
        Action<object?> continuation, object? state, short token, ValueTaskSourceOnCompletedFlags flags) =>
        _completion.OnCompleted(continuation, state, token, flags);
}
