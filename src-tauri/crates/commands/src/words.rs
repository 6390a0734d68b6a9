//! What saving will do, in words (design section 8).

use patchbay_connector::{Change, Effect, Effective, Names, Origin};

use crate::SaveEffect;

const NO_CHANGE: &str = "Nothing changes.";

/// What there is already, beside the parameters.
#[derive(Clone, Copy)]
pub(crate) enum Standing<'a> {
    /// Nothing yet: the connect is still to come.
    New,
    /// A connection.
    Connected {
        /// The origins that its credentials are bound to.
        binding: &'a [String],
        /// Whether a token can be fetched without its user.
        can_refresh: bool,
    },
}

/// Says what a change does.
pub(crate) fn save_effect(
    before: &Effective,
    after: &Effective,
    names: &Names,
    changes: &[Change],
    standing: Standing<'_>,
) -> SaveEffect {
    let effect = changes
        .iter()
        .map(|change| change.effect)
        .max()
        .unwrap_or_default();
    let (old, new) = (before.scopes(), after.scopes());
    let scopes_added: Vec<String> = new.iter().filter(|scope| !old.contains(scope)).cloned().collect();
    let scopes_removed: Vec<String> = old.iter().filter(|scope| !new.contains(scope)).cloned().collect();
    let (outside_binding, words) = match standing {
        Standing::New => (Vec::new(), words_of_new(changes, &scopes_added, &scopes_removed)),
        Standing::Connected { binding, can_refresh } => {
            let outside = outside(after, names, binding);
            let words = words(changes, &scopes_added, &scopes_removed, &outside, can_refresh);
            (outside, words)
        }
    };
    SaveEffect {
        words,
        effect,
        scopes_added,
        scopes_removed,
        outside_binding,
    }
}

fn outside(after: &Effective, names: &Names, binding: &[String]) -> Vec<String> {
    if binding.is_empty() {
        return Vec::new();
    }
    let origin = after.base_url(names).ok().and_then(|url| Origin::of(&url));
    origin
        .map(|origin| origin.to_string())
        .filter(|origin| !binding.contains(origin))
        .into_iter()
        .collect()
}

/// Before the connect nothing is granted, and nothing is used yet.
fn words_of_new(changes: &[Change], added: &[String], removed: &[String]) -> String {
    if changes.is_empty() {
        return NO_CHANGE.to_owned();
    }
    let paths: Vec<&str> = changes.iter().map(|change| change.path.as_str()).collect();
    format!(
        "{} effect when it is connected{}.",
        takes(&paths),
        counted(added, removed)
    )
}

/// How many scopes come and go; nothing where none does.
fn counted(added: &[String], removed: &[String]) -> String {
    if added.is_empty() && removed.is_empty() {
        return String::new();
    }
    format!(": scopes +{} −{}", added.len(), removed.len())
}

fn words(
    changes: &[Change],
    added: &[String],
    removed: &[String],
    outside: &[String],
    can_refresh: bool,
) -> String {
    if changes.is_empty() {
        return NO_CHANGE.to_owned();
    }
    let of = |effect: Effect| -> Vec<&str> {
        changes
            .iter()
            .filter(|change| change.effect == effect)
            .map(|change| change.path.as_str())
            .collect()
    };
    let mut sentences = Vec::new();
    let reconnect = of(Effect::Reconnect);
    if !reconnect.is_empty() {
        let scopes = counted(added, removed);
        // Not where the last sentence says that calls are refused.
        let until = if outside.is_empty() {
            "; until then calls go on with what was granted"
        } else {
            ""
        };
        sentences.push(format!("{} a reconnect{scopes}{until}.", needs(&reconnect)));
    }
    let refresh = of(Effect::Refresh);
    if !refresh.is_empty() {
        let when = if can_refresh {
            "the next token"
        } else {
            "the next connect"
        };
        sentences.push(format!("{} effect with {when}.", takes(&refresh)));
    }
    let live = of(Effect::Live);
    if !live.is_empty() {
        sentences.push(format!("{} effect on the next call.", takes(&live)));
    }
    if sentences.is_empty() {
        sentences.push(format!(
            "{} used nowhere, so nothing else changes.",
            are(&of(Effect::None))
        ));
    }
    for origin in outside {
        sentences.push(format!(
            "Calls are refused until a reconnect: they would go to {origin}."
        ));
    }
    sentences.join(" ")
}

fn list(paths: &[&str]) -> String {
    match paths {
        [] => String::new(),
        [one] => (*one).to_owned(),
        [first, second] => format!("{first} and {second}"),
        [first, rest @ ..] => format!("{first} and {} more", rest.len()),
    }
}

fn needs(paths: &[&str]) -> String {
    format!(
        "{} {}",
        list(paths),
        if paths.len() == 1 { "needs" } else { "need" }
    )
}

fn takes(paths: &[&str]) -> String {
    format!(
        "{} {}",
        list(paths),
        if paths.len() == 1 { "takes" } else { "take" }
    )
}

fn are(paths: &[&str]) -> String {
    format!("{} {}", list(paths), if paths.len() == 1 { "is" } else { "are" })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn change(path: &str, effect: Effect) -> Change {
        Change {
            path: path.to_owned(),
            before: None,
            after: None,
            effect,
        }
    }

    #[test]
    fn says_what_happens_when() {
        let scopes = [change("scopes", Effect::Reconnect)];
        let text = words(&scopes, &["a".to_owned()], &[], &[], true);
        assert_eq!(
            text,
            "scopes needs a reconnect: scopes +1 −0; until then calls go on with what was granted."
        );
        let live = [
            change("http.headers.X-A", Effect::Live),
            change("http.query.b", Effect::Live),
        ];
        assert_eq!(
            words(&live, &[], &[], &[], true),
            "http.headers.X-A and http.query.b take effect on the next call."
        );
        let moved = ["https://b:443".to_owned()];
        let text = words(&[change("http.baseUrl", Effect::Live)], &[], &[], &moved, true);
        assert!(
            text.ends_with("Calls are refused until a reconnect: they would go to https://b:443."),
            "{text}"
        );
        let both = [change("variant", Effect::Reconnect)];
        assert_eq!(
            words(&both, &[], &[], &moved, true),
            "variant needs a reconnect. Calls are refused until a reconnect: they would go to https://b:443."
        );
        assert_eq!(words(&[], &[], &[], &[], true), "Nothing changes.");
    }

    #[test]
    fn before_the_connect_nothing_is_granted() {
        let changes = [
            change("scopes", Effect::Reconnect),
            change("apiVersion", Effect::Live),
        ];
        assert_eq!(
            words_of_new(&changes, &["a".to_owned()], &[]),
            "scopes and apiVersion take effect when it is connected: scopes +1 −0."
        );
        assert_eq!(
            words_of_new(&changes[1..], &[], &[]),
            "apiVersion takes effect when it is connected."
        );
        assert_eq!(words_of_new(&[], &[], &[]), "Nothing changes.");
    }
}
