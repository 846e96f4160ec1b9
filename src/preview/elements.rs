//! The elements and attributes that a draft's HTML may have in the preview.

/// What happens to an element.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Treatment {
    Keep,
    /// Its tags are dropped, its content stays.
    Unwrap,
    /// It is dropped with its content.
    Drop,
    /// A box with its name and address takes its place.
    Box,
    /// As `Box`, and the text up to its end tag is dropped.
    BoxWhole,
}

const KEPT: &str = " a abbr address article aside b bdi bdo big blockquote br caption center cite code col colgroup \
    dd del details dfn div dl dt em figcaption figure font footer h1 h2 h3 h4 h5 h6 header hgroup hr i img input ins \
    kbd label li main mark menu nav ol p pre q rp rt ruby s samp section small span strike strong sub summary sup \
    table tbody td tfoot th thead time tr tt u ul var wbr ";

const DROPPED: &str = " head title style noscript template noembed noframes svg math select option textarea xmp \
    plaintext datalist optgroup meta link base source track param area ";

const BOXED: &str = " embed portal ";

const BOXED_WHOLE: &str = " script iframe object applet frame frameset video audio canvas ";

fn has(list: &str, name: &str) -> bool {
    list.split_ascii_whitespace().any(|one| one == name)
}

pub(super) fn treatment(name: &str) -> Treatment {
    match name {
        name if has(KEPT, name) => Treatment::Keep,
        name if has(DROPPED, name) => Treatment::Drop,
        name if has(BOXED, name) => Treatment::Box,
        name if has(BOXED_WHOLE, name) => Treatment::BoxWhole,
        _ => Treatment::Unwrap,
    }
}

/// Attributes that any element may have. `style`, `src` and `href` are treated by themselves.
const ATTRIBUTES: &str = " abbr align alt bgcolor border cellpadding cellspacing char charoff checked class cite \
    clear color colspan compact datetime dir face headers height hspace id lang name noshade nowrap open reversed \
    role rowspan rules scope size span start summary title type valign value vspace width ";

/// True if the attribute is kept as it is.
pub(super) fn is_kept(element: &str, attribute: &str, value: &str) -> bool {
    let is_place =
        attribute == "data-at" && !value.is_empty() && value.bytes().all(|byte| byte.is_ascii_digit());
    // A field could be a place to type a password into.
    let is_field = element == "input" && matches!(attribute, "type" | "value" | "name");
    is_place || (!is_field && (has(ATTRIBUTES, attribute) || attribute.starts_with("aria-")))
}
