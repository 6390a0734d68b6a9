//! What several connections share: integrations, tenants, variants, options. Each is held once, and a word is looked for
//! in each once, however many connections there are.

use std::collections::HashMap;

/// The place of one in [`Names`].
pub(super) type Place = u32;

#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Named {
    /// Its key, or the variant or option itself; empty where there is none.
    pub(super) key: String,
    /// The name shown.
    pub(super) title: String,
    /// Both, in lower case, for looking in.
    lower: String,
}

/// All of one sort.
#[derive(Default)]
pub(super) struct Names {
    all: Vec<Named>,
    places: HashMap<String, Place>,
    /// The rank of each in the order of titles; empty until it is asked for.
    ranks: Vec<u32>,
}

impl Names {
    pub(super) fn place(&self, id: &str) -> Option<Place> {
        self.places.get(id).copied()
    }

    /// Adds one or takes up its new name; tells its place.
    pub(super) fn set(&mut self, id: &str, key: &str, title: &str) -> Place {
        if let Some(place) = self.place(id) {
            let held = &self.all[place as usize];
            if held.key == key && held.title == title {
                return place;
            }
        }
        let named = Named {
            key: key.to_owned(),
            title: title.to_owned(),
            lower: format!("{}\n{}", key.to_lowercase(), title.to_lowercase()),
        };
        self.ranks.clear();
        if let Some(place) = self.place(id) {
            self.all[place as usize] = named;
            return place;
        }
        let place = Place::try_from(self.all.len()).unwrap_or(Place::MAX);
        self.all.push(named);
        self.places.insert(id.to_owned(), place);
        place
    }

    pub(super) fn get(&self, place: Place) -> &Named {
        &self.all[place as usize]
    }

    pub(super) fn has(&self, place: Place, word: &str) -> bool {
        self.get(place).lower.contains(word)
    }

    /// In which of them a word is found.
    pub(super) fn with(&self, word: &str) -> Vec<bool> {
        self.all.iter().map(|named| named.lower.contains(word)).collect()
    }

    /// The rank of each by title, without regard to case; the nameless one is the last.
    pub(super) fn ranks(&mut self) -> &[u32] {
        if self.ranks.len() != self.all.len() {
            let mut order: Vec<(bool, String, &str, usize)> = self
                .all
                .iter()
                .enumerate()
                .map(|(at, named)| {
                    (
                        named.key.is_empty(),
                        named.title.to_lowercase(),
                        named.key.as_str(),
                        at,
                    )
                })
                .collect();
            order.sort_unstable();
            let mut ranks = vec![0; order.len()];
            for (rank, (.., at)) in order.iter().enumerate() {
                ranks[*at] = u32::try_from(rank).unwrap_or(u32::MAX);
            }
            self.ranks = ranks;
        }
        &self.ranks
    }
}
