"""The catalogue of indicators: one entry adds an indicator to the ETL, the pages and "Om data".

It stands in the middle room because the ETL needs the arithmetic and the screens the name and definition.
"""

from dataclasses import dataclass
from typing import Literal


@dataclass(frozen=True)
class Indicator:
    """A staff indicator, or an economy indicator that is defined here and read from `results`.

    A ratio divides the sum of `numerator` by the sum (or, where `denominator_mean`, the mean of the monthly
    sums) of `denominator` over `window_months` months of `hr_month`. `unit` "share" is 0-1 inside and per cent
    on screen; "index" is 0-100. `printed` words in the definition follow the source named in `source`.
    """

    indicator_id: str
    name: str
    unit: Literal["share", "index", "sek"]
    direction: Literal["lower", "higher"]
    definition: str
    source: str
    numerator: str = ""
    denominator: str = ""
    window_months: int = 1
    denominator_mean: bool = False
    decimals: int = 1
    survey_index: str = ""


_SKR = "SKR:s definition av sjukfrånvaro"
_PLAN_2022 = "Regionkontorets verksamhetsplan 2022"

INDICATORS: tuple[Indicator, ...] = (
    Indicator(
        "sick_leave_r12",
        "Sjukfrånvaro, rullande 12 månader",
        "share",
        "lower",
        "Sjuktimmar delat med avtalad arbetstid, båda summerade över de senaste tolv månaderna.",
        _SKR,
        numerator="sick_hours",
        denominator="contracted_hours",
        window_months=12,
        decimals=2,
    ),
    Indicator(
        "sick_leave_month",
        "Sjukfrånvaro i månaden",
        "share",
        "lower",
        "Sjuktimmar delat med avtalad arbetstid i månaden.",
        _SKR,
        numerator="sick_hours",
        denominator="contracted_hours",
    ),
    Indicator(
        "sick_leave_60_plus_r12",
        "Andel lång sjukfrånvaro, rullande 12 månader",
        "share",
        "lower",
        "Sjuktimmar från dag 60 delat med alla sjuktimmar, båda summerade över tolv månader.",
        _SKR,
        numerator="sick_hours_60_plus",
        denominator="sick_hours",
        window_months=12,
    ),
    Indicator(
        "staff_turnover_r12",
        "Personalomsättning, rullande 12 månader",
        "share",
        "lower",
        "De som slutat, gått i pension eller bytt anställning under tolv månader, delat med medelvärdet av de tolv "
        "månadernas antal tillsvidareanställda.",
        _PLAN_2022,
        numerator="leavers",
        denominator="headcount_permanent",
        window_months=12,
        denominator_mean=True,
        decimals=2,
    ),
    Indicator(
        "full_time_share",
        "Andel heltidsanställda",
        "share",
        "higher",
        "Heltidsanställda delat med alla anställda i månaden.",
        _PLAN_2022,
        numerator="headcount_full_time",
        denominator="headcount_all",
    ),
    Indicator(
        "hme",
        "Hållbart medarbetarengagemang (HME)",
        "index",
        "higher",
        "Index 0-100 av nio frågor om motivation, ledarskap och styrning i medarbetarenkäten, en gång om året.",
        _PLAN_2022,
        survey_index="HME",
    ),
    Indicator(
        "osa",
        "Organisatorisk och social arbetsmiljö (OSA)",
        "index",
        "higher",
        "Index 0-100 av fyra frågor om arbetsbelastning och stress i medarbetarenkäten, en gång om året.",
        _PLAN_2022,
        survey_index="OSA",
    ),
    Indicator(
        "period_result",
        "Periodresultat",
        "sek",
        "higher",
        "Periodens resultat, ackumulerat från januari.",
        _PLAN_2022,
    ),
    Indicator(
        "deviation_ytd",
        "Ackumulerad budgetavvikelse",
        "sek",
        "higher",
        "Periodens resultat minus periodens budget; plus är bättre än budget.",
        _PLAN_2022,
    ),
    Indicator(
        "forecast_deviation",
        "Prognostiserad budgetavvikelse",
        "sek",
        "higher",
        "Senaste prognosen för helåret minus årsbudgeten.",
        _PLAN_2022,
    ),
    Indicator(
        "investment_deviation",
        "Prognostiserad investeringsavvikelse",
        "sek",
        "higher",
        "Prognosen för årets investeringar minus årets investeringsbudget; plus är lägre utgift.",
        _PLAN_2022,
    ),
)

BY_ID: dict[str, Indicator] = {indicator.indicator_id: indicator for indicator in INDICATORS}
STAFF: tuple[Indicator, ...] = tuple(i for i in INDICATORS if i.numerator or i.survey_index)
