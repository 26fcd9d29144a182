namespace Signals.Modbus.Client;

/// <summary>Carries one request PDU to a unit and brings its response PDU back. Thread-safe.</summary>
internal interface ITransactionChannel : IAsyncDisposable
{
    /// <summary>True when unit 0 addresses every slave and none answers (serial lines).</summary>
    bool BroadcastsOnUnitZero { get; }

    ModbusMasterStatistics Statistics { get; }

    /// <summary>A transaction to fill in; give it back with <see cref="Return"/> whatever happens.</summary>
    Transaction Rent();

    /// <summary>Ends with a response that fits the request, or throws.</summary>
    ValueTask ExchangeAsync(Transaction transaction, CancellationToken cancellationToken);

    void Return(Transaction transaction);
}
