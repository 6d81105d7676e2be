"""The panel: published methods that scikit-criteria computes.

scikit-criteria's classes take a matrix that is already normalised, and most of them refuse costs; each
class of :mod:`.distances` and :mod:`.sums` documents its input. Ranks come from our tie rule on the
scores (scikit-criteria's are dense, and its ``untied_rank_`` is wrong); what is no number is refused.
"""

from __future__ import annotations

from see_mcda.language.messages import Message, message
from see_mcda.methods.base import Method
from see_mcda.methods.panel.distances import Codas, Edas, Mabac, Mairca, Spotis, Vikor
from see_mcda.methods.panel.prepared import PreparedPanel
from see_mcda.methods.panel.sums import Aras, Cocoso, Copras, Marcos, Moora, MultiMoora, Ram, Waspas

__all__ = ["PANEL", "PreparedPanel"]


def _method(
    prepared: type[PreparedPanel],
    normalizations: tuple[str, ...],
    description: Message,
    source: str,
    needs: Message,
) -> Method:
    return Method(prepared.name, description.template, source, prepared, normalizations, needs=needs.template)


PANEL: tuple[Method, ...] = (
    _method(
        Vikor,
        ("minmax", "scale"),
        message("compromise between the sum of all shortfalls and the largest one"),
        "Opricovic & Tzeng (2004), doi:10.1016/S0377-2217(03)00020-1",
        message(
            "at least two candidates; costs reversed by minmax; under scale, the values u replace the scores"
        ),
    ),
    _method(
        Mabac,
        ("minmax", "scale"),
        message("distance from the border between good and poor, which is a geometric mean"),
        "Pamučar & Ćirović (2015), doi:10.1016/j.eswa.2014.11.057",
        message("any scores; costs reversed by minmax"),
    ),
    _method(
        Edas,
        ("none", "scale"),
        message("distance above and below the average candidate"),
        "Keshavarz Ghorabaee et al. (2015), doi:10.15388/Informatica.2015.57",
        message("raw scores, non-negative and not all 0 for a criterion; costs are not converted"),
    ),
    _method(
        Marcos,
        ("linear", "scale"),
        message("utility between the anti-ideal and the ideal candidate"),
        "Stević et al. (2020), doi:10.1016/j.cie.2019.106231",
        message("non-negative scores; costs above 0, inverted (min x / x); a criterion without a score of 0"),
    ),
    _method(
        Waspas,
        ("linear", "scale"),
        message("half weighted sum, half weighted product"),
        "Zavadskas et al. (2012), doi:10.5755/j01.eee.122.6.1810",
        message("scores above 0; costs inverted (min x / x)"),
    ),
    _method(
        Cocoso,
        ("minmax", "scale"),
        message("three compromises between a weighted sum and a sum of powers"),
        "Yazdani et al. (2019), doi:10.1108/MD-05-2017-0458",
        message("no candidate that is worst for every criterion; costs reversed by minmax"),
    ),
    _method(
        Aras,
        ("sum", "scale"),
        message("weighted sum as a share of the best possible one"),
        "Zavadskas & Turskis (2010), doi:10.3846/tede.2010.10",
        message("non-negative scores, not all 0 for a criterion; costs above 0, inverted (1/x)"),
    ),
    _method(
        Copras,
        ("sum",),
        message("benefits plus a share that is inverse to the costs"),
        "Zavadskas & Kaklauskas (1996); Podvezko (2011), doi:10.5755/j01.ee.22.2.310",
        message(
            "a cost with weight; non-negative scores, no candidate with 0 at every cost; costs are not "
            "converted"
        ),
    ),
    _method(
        Codas,
        ("linear", "scale"),
        message("distance from the worst candidate: Euclidean, plus taxicab where it differs clearly"),
        "Keshavarz Ghorabaee et al. (2016), Econ. Comput. Econ. Cybern. Stud. Res. 50(3); "
        "see doi:10.3846/16111699.2016.1278559",
        message("non-negative scores; costs above 0, inverted (min x / x); at most 2,000 candidates"),
    ),
    _method(
        Mairca,
        ("minmax", "scale"),
        message("gap between the theoretical and the real ratings"),
        "Gigović et al. (2016), doi:10.3390/su8040372",
        message("any scores; costs reversed by minmax; under scale, the values u replace the scores"),
    ),
    _method(
        Spotis,
        ("scale",),
        message("distance from the ideal within given bounds; scores do not depend on other candidates"),
        "Dezert et al. (2020), doi:10.23919/FUSION45008.2020.9190347",
        message("a scale for every criterion; its ends are the bounds, and it reverses costs"),
    ),
    _method(
        Moora,
        ("vector",),
        message("weighted benefits minus weighted costs"),
        "Brauers et al. (2008), doi:10.3846/1611-1699.2008.9.245-255",
        message("no column of zeros; costs are not converted"),
    ),
    _method(
        MultiMoora,
        ("vector",),
        message(
            "ratio system, reference point and unweighted product, combined by dominance; ranks without "
            "scores"
        ),
        "Brauers & Zavadskas (2010), doi:10.3846/tede.2010.01",
        message("scores above 0; costs are not converted"),
    ),
    _method(
        Ram,
        ("sum",),
        message("benefits under a root whose degree rises with the costs"),
        "Sotoudeh-Anvari (2023), doi:10.1016/j.jclepro.2023.138695",
        message("non-negative scores, not all 0 for a criterion; costs are not converted"),
    ),
)
"""The methods of the panel; each names the normalisations it can use, the published one first."""
