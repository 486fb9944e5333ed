using Listening.Testing;

namespace Listening.AzureStorage.Tests;

/// <summary>Tests marked <c>[Collection("Azurite")]</c> share one Azurite; xunit wants this in each assembly.</summary>
[CollectionDefinition("Azurite")]
public sealed class AzuriteCollection : ICollectionFixture<AzuriteFixture>;
