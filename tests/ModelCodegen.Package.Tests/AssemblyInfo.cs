// Builds use all processors by themselves, and share the compiler server.
[assembly: CollectionBehavior(DisableTestParallelization = true)]
