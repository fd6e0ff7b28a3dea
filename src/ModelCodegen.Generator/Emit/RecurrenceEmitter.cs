using ModelCodegen.Plan;

namespace ModelCodegen.Generator.Emit;

/// <summary>Recurrent networks.</summary>
internal static class RecurrenceEmitter
{
    public static void Emit(RecurrenceStep step, StepContext context)
    {
        RecurrenceKernel kernel = step.Cell switch
        {
            RecurrentCell.Rnn => new RnnKernel(step),
            RecurrentCell.Lstm or RecurrentCell.CoupledLstm => new LstmKernel(step),
            _ => new GruKernel(step),
        };
        kernel.AddTo(context.Kernels);
        context.Call(kernel.Name, kernel.Arguments());
    }
}
