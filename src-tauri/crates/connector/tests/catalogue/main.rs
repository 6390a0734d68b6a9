//! Every connector of the catalogue, in every option and variant, from placeholder values to the requests that it would
//! send, without a network: nothing unresolved, nothing twice, right separators, encodings and hosts. Of the thirty most
//! used the requests themselves are in `snapshots/`, to be read by a person whenever one changes.
//!
//! What a provider answers is not here: that takes the provider.
// clippy.toml allows these in test functions only; the helpers beside them are tests too.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::print_stdout)]

mod dry_run;
mod placeholders;
mod rules;
mod shown;
mod source;
mod speed;
mod walk;

use std::fmt::Write as _;

use patchbay_connector::{Catalogue, Connector};

use self::{placeholders::Style, walk::Walk};

/// The thirty most used, whose requests are looked at by eye.
const MOST_USED: [&str; 30] = [
    "airtable",
    "asana",
    "box",
    "confluence",
    "docusign",
    "dropbox",
    "github",
    "gitlab",
    "google-calendar",
    "google-drive",
    "google-gmail",
    "google-sheets",
    "hubspot",
    "intercom",
    "jira",
    "linear",
    "mailchimp",
    "microsoft-graph",
    "netsuite-tba",
    "notion",
    "openai",
    "pipedrive",
    "quickbooks",
    "salesforce",
    "shopify",
    "slack",
    "stripe",
    "xero",
    "zendesk",
    "zoom",
];

/// Every way to use a connector: option and variant, each possibly none.
fn ways(connector: &Connector) -> Vec<(Option<String>, Option<String>)> {
    let (options, variants) = (connector.options(), connector.variants());
    let or_none = |keys: Vec<String>| std::iter::once(None).chain(keys.into_iter().map(Some)).collect();
    let options: Vec<Option<String>> = or_none(options.into_iter().map(|option| option.key).collect());
    let variants: Vec<Option<String>> = or_none(variants.into_iter().map(|variant| variant.key).collect());
    options
        .iter()
        .flat_map(|option| variants.iter().map(|variant| (option.clone(), variant.clone())))
        .collect()
}

#[test]
fn every_connector_sends_what_it_should_in_every_option_and_variant() {
    let (catalogue, bad) = Catalogue::builtin();
    let mut report = String::new();
    for (file, problems) in &bad {
        let _ = writeln!(report, "{file}: does not load: {problems:#?}");
    }
    let mut count = 0;
    for connector in catalogue.list() {
        for (option, variant) in ways(connector) {
            for style in [Style::Plain, Style::Awkward] {
                let walk = Walk::of(connector, option.as_deref(), variant.as_deref(), style);
                count += walk.sent.len();
                for problem in rules::broken(connector, &walk) {
                    let _ = writeln!(report, "{}: {problem}", walk.title(connector));
                }
            }
        }
    }
    assert!(report.is_empty(), "\n{report}");
    assert!(count > catalogue.list().len(), "the walk looks at nothing");
}

#[test]
fn what_the_thirty_most_used_send_is_what_was_reviewed() {
    let (catalogue, _) = Catalogue::builtin();
    let mut missing = Vec::new();
    let mut settings = insta::Settings::clone_current();
    settings.set_prepend_module_to_snapshot(false);
    settings.set_omit_expression(true);
    settings.bind(|| {
        for key in MOST_USED {
            match catalogue.get(key) {
                Some(connector) => insta::assert_snapshot!(key, shown::show(connector)),
                None => missing.push(key),
            }
        }
    });
    assert!(missing.is_empty(), "no file for {missing:?}");
}
