package io.asyncio4j.context;

import org.jspecify.annotations.Nullable;

/// What a loop runs in a context: a callback or a task. For the rooms of this library.
///
/// Loop-confined. Hardly anybody asks for the context of a callback, so none is made until then: what would be its values
/// stand in its place.
public abstract class InContext {
    // A Context, or the Vars to make one of.
    private Object context;
    private boolean entered;

    /// To run in this context; null for a copy of the current one.
    protected InContext(@Nullable Context given) {
        this.context = given == null ? Context.currentVars().share() : given;
    }

    /// The context it runs in.
    public final Context getContext() {
        if (context instanceof Context made) {
            return made;
        }
        Context fresh = new Context((Vars) context);
        fresh.setEntered(entered);
        context = fresh;
        return fresh;
    }

    final Vars vars() {
        return context instanceof Context made ? made.vars() : (Vars) context;
    }

    /// Whether somebody runs in the context.
    protected final boolean isContextBusy() {
        return context instanceof Context made && made.isEntered();
    }

    /// Begins to run in the context.
    ///
    /// @throws IllegalStateException when somebody else runs in it
    protected final void enterContext() {
        if (context instanceof Context made) {
            made.checkFree();
            made.setEntered(true);
        }
        entered = true;
    }

    /// Ends what [#enterContext] began.
    protected final void leaveContext() {
        entered = false;
        if (context instanceof Context made) {
            made.setEntered(false);
        }
    }
}
