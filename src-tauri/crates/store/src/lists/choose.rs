//! Which connections a filter lets through, and in which order they follow each other.

use super::index::{Entry, Index, Sort};
use super::names::{Names, Place};
use super::words::{Term, parse};
use super::{ConnectionGroup, ConnectionQuery, Grouping};

/// What was found: places in the index in the order of the list, and the groups that they make.
pub(super) struct Found {
    pub(super) places: Vec<u32>,
    pub(super) groups: Vec<ConnectionGroup>,
}

/// One condition, with everything looked up that is looked up once.
enum Test {
    Text {
        word: String,
        integrations: Vec<bool>,
        tenants: Vec<bool>,
        variants: Vec<bool>,
        options: Vec<bool>,
    },
    Name(String),
    Key(String),
    Integration(Vec<bool>),
    Tenant(Vec<bool>),
    Variant(Vec<bool>),
    Option(Vec<bool>),
    State(fn(&Entry) -> bool),
    Never,
}

impl Test {
    fn of(term: &Term, index: &Index) -> Option<Self> {
        let word = &term.word;
        let Some(field) = term.field.as_deref() else {
            return Some(Self::text(word.clone(), index));
        };
        let test = match field {
            "name" => Self::Name(word.clone()),
            "key" => Self::Key(word.clone()),
            "integration" => Self::Integration(index.integrations.with(word)),
            "tenant" => Self::Tenant(index.tenants.with(word)),
            "env" | "variant" => Self::Variant(variants(&index.variants, word)),
            "option" => Self::Option(index.options.with(word)),
            "is" if term.asks("connected") => {
                Self::State(|entry| entry.sort != Sort::NeedsReconnect && !entry.archived)
            }
            "is" if term.asks("archived") => Self::State(|entry| entry.archived),
            "is" if term.asks("failing") => {
                Self::State(|entry| matches!(entry.sort, Sort::NeedsReconnect | Sort::Misconfigured))
            }
            "needs" if term.asks("reconnect") => Self::State(|entry| entry.sort == Sort::NeedsReconnect),
            "needs" if term.asks("attention") => Self::State(|entry| entry.sort != Sort::Working),
            "override" if term.asks("none") => Self::State(|entry| !entry.overridden),
            "override" if term.asks("any") => Self::State(|entry| entry.overridden),
            "is" | "needs" | "override" => Self::Never,
            _ => return Some(Self::text(term.plain(), index)),
        };
        // A field that is still being typed takes nothing away yet.
        (!word.is_empty()).then_some(test)
    }

    fn text(word: String, index: &Index) -> Self {
        Self::Text {
            integrations: index.integrations.with(&word),
            tenants: index.tenants.with(&word),
            variants: variants(&index.variants, &word),
            options: index.options.with(&word),
            word,
        }
    }

    fn passes(&self, entry: &Entry) -> bool {
        let at = |found: &[bool], place: Place| found[place as usize];
        match self {
            Self::Text {
                word,
                integrations,
                tenants,
                variants,
                options,
            } => {
                at(integrations, entry.integration)
                    || at(tenants, entry.tenant)
                    || at(variants, entry.variant)
                    || at(options, entry.option)
                    || entry.has(word)
                    || *entry.id == **word
            }
            Self::Name(word) => entry.name().contains(word.as_str()),
            Self::Key(word) => entry.key().contains(word.as_str()),
            Self::Integration(found) => at(found, entry.integration),
            Self::Tenant(found) => at(found, entry.tenant),
            Self::Variant(found) => at(found, entry.variant),
            Self::Option(found) => at(found, entry.option),
            Self::State(state) => state(entry),
            Self::Never => false,
        }
    }
}

/// Where a variant has the word. "No variant" is what the window says where there is none, not a variant's name.
fn variants(variants: &Names, word: &str) -> Vec<bool> {
    let mut found = variants.with(word);
    if let Some(none) = variants.place("") {
        found[none as usize] = false;
    }
    found
}

/// Whether a filter itself asks for archived ones.
fn wants_archived(terms: &[Term]) -> bool {
    terms.iter().any(|term| {
        !term.not && !term.word.is_empty() && term.field.as_deref() == Some("is") && term.asks("archived")
    })
}

/// Finds what a query asks for.
pub(super) fn choose(index: &mut Index, query: &ConnectionQuery) -> Found {
    let terms = parse(&query.filter);
    let mut tests: Vec<(Test, bool)> = terms
        .iter()
        .filter_map(|term| Test::of(term, index).map(|test| (test, term.not)))
        .collect();
    let search = query.search.as_deref().unwrap_or_default().trim().to_lowercase();
    if !search.is_empty() {
        tests.push((Test::text(search, index), false));
    }
    let only = |names: &Names, id: &Option<String>| id.as_ref().map(|id| names.place(id));
    let integration = only(&index.integrations, &query.integration_id);
    let tenant = only(&index.tenants, &query.tenant_id);
    let archived = query.include_archived || wants_archived(&terms);
    let passes = |entry: &Entry| {
        (archived || !entry.archived)
            && integration.is_none_or(|place| place == Some(entry.integration))
            && tenant.is_none_or(|place| place == Some(entry.tenant))
            && tests.iter().all(|(test, not)| test.passes(entry) != *not)
    };
    let newest_first = index.entries.iter().enumerate().rev();
    let places: Vec<u32> = newest_first
        .filter(|(_, entry)| passes(entry))
        .map(|(at, _)| u32::try_from(at).unwrap_or(u32::MAX))
        .collect();
    match query.group {
        None => Found {
            places,
            groups: Vec::new(),
        },
        Some(grouping) => group(index, &places, grouping),
    }
}

/// Brings together what belongs together: by the titles of the groups, the newest first in each. By counting, as there
/// may be as many groups as connections.
fn group(index: &mut Index, places: &[u32], grouping: Grouping) -> Found {
    let (names, of): (&mut Names, fn(&Entry) -> Place) = match grouping {
        Grouping::Integration => (&mut index.integrations, |entry| entry.integration),
        Grouping::Tenant => (&mut index.tenants, |entry| entry.tenant),
        Grouping::Variant => (&mut index.variants, |entry| entry.variant),
    };
    let ranks = names.ranks().to_vec();
    let rank = |place: u32| ranks[of(&index.entries[place as usize]) as usize] as usize;
    let mut counts = vec![0_u32; ranks.len()];
    for place in places {
        counts[rank(*place)] += 1;
    }
    let mut starts: Vec<usize> = Vec::with_capacity(counts.len());
    let mut start = 0;
    for count in &counts {
        starts.push(start);
        start += *count as usize;
    }
    let mut ordered = vec![0_u32; places.len()];
    for place in places {
        let next = &mut starts[rank(*place)];
        ordered[*next] = *place;
        *next += 1;
    }
    let mut by_rank = vec![0; ranks.len()];
    for (place, rank) in ranks.iter().enumerate() {
        by_rank[*rank as usize] = place;
    }
    let groups = by_rank
        .into_iter()
        .zip(counts)
        .filter(|(_, count)| *count > 0)
        .map(|(place, count)| {
            let named = names.get(Place::try_from(place).unwrap_or(Place::MAX));
            ConnectionGroup {
                key: named.key.clone(),
                title: named.title.clone(),
                count,
            }
        })
        .collect();
    Found {
        places: ordered,
        groups,
    }
}
