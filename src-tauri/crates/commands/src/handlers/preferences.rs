//! What the developer likes.

use patchbay_engine::Error;

use crate::{Context, Nothing, Preferences, PreferencesChange};

pub(crate) async fn preferences(context: &Context, _: Nothing) -> Result<Preferences, Error> {
    context.engine.preferences().await
}

pub(crate) async fn preferences_set(
    context: &Context,
    request: PreferencesChange,
) -> Result<Preferences, Error> {
    context.engine.set_preferences(request).await
}
