// Measurements must not disturb each other, and some of them look at what is written to the console.
[assembly: CollectionBehavior(DisableTestParallelization = true)]
