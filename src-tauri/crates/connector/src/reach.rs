//! Which origins a document can reach with the developer's values: those that a tenant's override may move things to.

use crate::{
    AllowedOrigins, Effective, Names, Origin, Patch,
    format::{RequestTemplate, uses},
    templates::{UrlTemplate, whole_url},
    values::as_text,
};

/// At most so many combinations of enum values are tried for one URL.
const MOST: usize = 256;

/// Adds every origin that the URLs of an effective document resolve to: with its values, with every value of an
/// `enum`, and with anything under a literal suffix.
pub(crate) fn add_origins(effective: &Effective, allowed: &mut AllowedOrigins) {
    let nothing = Patch::default();
    add_resolved(effective, &effective.names(&nothing, &nothing), allowed);
}

impl Effective {
    /// The origins that requests with these parameters may go to, as far as `input` and `discovered` resolve them, with
    /// every value that a declared parameter may take.
    pub fn reachable(&self, input: &Patch, discovered: &Patch) -> AllowedOrigins {
        let mut reached = AllowedOrigins::default();
        add_resolved(self, &self.names(input, discovered), &mut reached);
        reached
    }
}

fn add_resolved(effective: &Effective, names: &Names, allowed: &mut AllowedOrigins) {
    uses::visit(&effective.document, &mut |place, used| {
        if let uses::Used::Url(url) = used
            && !url.is_relative()
            && (place != "http.base_url")
        {
            add(effective, url, names, allowed);
        }
    });
    // The base URL may be a literal of a layer above the file.
    let literal = effective
        .leaf("http.baseUrl")
        .filter(|leaf| !leaf.is_of_file())
        .and_then(|leaf| leaf.value.as_str());
    match (literal, &effective.document.http.base_url) {
        (Some(text), _) => {
            if let Some(origin) = whole_url(text).ok().as_ref().and_then(Origin::of) {
                allowed.add(origin);
            }
        }
        (None, Some(url)) => add(effective, url, names, allowed),
        (None, None) => {}
    }
}

fn add(effective: &Effective, url: &UrlTemplate, names: &Names, allowed: &mut AllowedOrigins) {
    let suffix = url.host_suffix();
    if !url.host_exprs().is_empty()
        && suffix.matches('.').count() >= 2
        && let Some((scheme, port)) = url.scheme_and_port()
    {
        allowed.add_suffix(scheme, suffix, port);
    }
    // Only what the origin is made of is varied; what else the URL needs is set to a placeholder.
    let origin = url.origin_only();
    let mut tries = vec![names.clone()];
    for name in origin.names() {
        let Some(param) = effective.document.params.get(name) else {
            continue;
        };
        let values: Vec<String> = param.allowed.iter().filter_map(as_text).collect();
        let base = tries.clone();
        for value in values {
            if tries.len() + base.len() > MOST {
                break;
            }
            tries.extend(base.iter().cloned().map(|mut names| {
                names.set(name, value.clone());
                names
            }));
        }
    }
    for names in tries {
        if let Some(origin) = origin
            .fill(&names, "", None)
            .ok()
            .as_ref()
            .and_then(|filled| Origin::of(&filled.url))
        {
            allowed.add(origin);
        }
    }
}

/// The origin of a request's own URL, where it has one.
pub(crate) fn own_url(request: &RequestTemplate) -> Option<UrlTemplate> {
    (!request.url.is_relative()).then(|| request.url.origin_only())
}
