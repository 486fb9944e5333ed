namespace Listening.Functions;

/// <summary>A setting is not valid. The message is one sentence that names it and the remedy.</summary>
public sealed class SettingsException(string message, Exception? innerException = null) : Exception(message, innerException);
