/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What people call the columns of the files, and how each was counted. */
#include <string.h>

#include <lagesbild/page.h>

typedef struct entry {
    const char *name;
    lb_page_term term;
} entry;

static const entry entries[] = {
    {"area", {{"Område", "Area"}, {NULL, NULL}}},
    {"namn", {{"Namn", "Name"}, {NULL, NULL}}},
    {"name", {{"Namn", "Name"}, {NULL, NULL}}},
    {"kategori", {{"Kategori", "Category"}, {NULL, NULL}}},
    {"category",
     {{"Kategori", "Category"},
      {"Polisens kategori. Där områden överlappar gäller den allvarligare.",
       "The Police's category. Where areas overlap the more serious one holds."}}},
    {"ort", {{"Ort", "Place"}, {NULL, NULL}}},
    {"region", {{"Polisregion", "Police region"}, {NULL, NULL}}},
    {"lpo", {{"Lokalpolisområde", "Local police area"}, {NULL, NULL}}},
    {"area_set", {{"Områdesuppsättning", "Set of areas"}, {NULL, NULL}}},
    {"period",
     {{"Period", "Period"},
      {"Från och med första dagen, till men inte med den sista.",
       "From the first day, up to but not including the last."}}},
    {"year", {{"År", "Year"}, {NULL, NULL}}},
    {"areas", {{"Områden", "Areas"}, {"Antal områden.", "Number of areas."}}},
    {"area_km2",
     {{"Yta, km²", "Surface, km²"},
      {"Yta på ellipsoiden, alltså på marken.", "On the ellipsoid, that is on the ground."}}},
    {"area_km2_planar",
     {{"Yta i kartplanet, km²", "Planar surface, km²"},
      {"Yta i SWEREF 99 TM, som kartprogram mäter den.",
       "In SWEREF 99 TM, as map programs measure it."}}},
    {"area_share",
     {{"Andel av ytan", "Share of the surface"},
      {"Ytan delad med referensytan.", "The surface over the reference surface."}}},
    {"reference_km2", {{"Referensyta, km²", "Reference surface, km²"}, {NULL, NULL}}},
    {"reference", {{"Referens", "Reference"}, {NULL, NULL}}},
    {"cells",
     {{"Rutor", "Cells"},
      {"Rutor i rutnätet som området berör.", "Cells of the grid that the area touches."}}},
    {"size", {{"Rutans sida, m", "Side of the square, m"}, {NULL, NULL}}},
    {"population",
     {{"Invånare", "Inhabitants"},
      {"Varje rutas invånare gånger den exakta andel av rutan som ligger i området.",
       "Each cell's inhabitants times the exact share of the cell that lies in the area."}}},
    {"population_low",
     {{"Invånare, minst", "Inhabitants, least"},
      {"Bara rutor helt inom området.", "Only cells wholly inside the area."}}},
    {"population_high",
     {{"Invånare, mest", "Inhabitants, most"},
      {"Alla rutor som området berör.", "Every cell that the area touches."}}},
    {"unga_0_15", {{"Barn 0–15 år", "Children 0–15"}, {"Antal.", "Number."}}},
    {"unga_16_19", {{"Unga 16–19 år", "Youth 16–19"}, {"Antal.", "Number."}}},
    {"index",
     {{"Livsvillkorsindex", "Index of living conditions"},
      {"0–100, högre är sämre: medelvärdet av gruppernas percentilrang.",
       "0–100, higher is worse: the mean of the groups' percentile ranks."}}},
    {"index_mean",
     {{"Index, per invånare", "Index, by people"},
      {"Rutornas index vägt med invånarna.", "The cells' index weighted by inhabitants."}}},
    {"index_mean_area",
     {{"Index, per yta", "Index, by surface"},
      {"Rutornas index vägt med ytan.", "The cells' index weighted by surface."}}},
    {"worst_index",
     {{"Sämsta rutans index", "Index of the worst cell"},
      {"Det högsta index någon berörd ruta har.", "The highest of any cell touched."}}},
    {"rank_percentile",
     {{"Percentil bland invånarna", "Percentile among people"},
      {"Andel av rutnätets invånare som bor i rutor med lägre (bättre) index än områdets.",
       "Share of the grid's people who live in cells of a lower (better) index than the area's."}}},
    {"covered_share",
     {{"Täckning", "Coverage"},
      {"Andel av områdets yta som ligger över rutor med uppgifter.",
       "Share of the area's surface that lies over cells with data."}}},
    {"class",
     {{"Klass", "Class"},
      {"Femtedel av rutorna efter index; 5 är de sämsta livsvillkoren.",
       "Fifth of the squares by index; 5 has the worst living conditions."}}},
    {"rank", {{"Rang", "Rank"}, {"1 är sämst.", "1 is the worst."}}},
    {"missing", {{"Saknas", "Missing"}, {NULL, NULL}}},
    {"ekonomisk_marginalisering",
     {{"Ekonomisk marginalisering", "Economic marginalisation"},
      {"Percentilrang 0–1 av inkomst, utbildning och förvärvsfrekvens; högre är sämre.",
       "Percentile rank 0–1 of income, schooling and employment; higher is worse."}}},
    {"segregation",
     {{"Segregation", "Segregation"},
      {"Percentilrang 0–1 av utländsk bakgrund och trångboddhet; högre är sämre.",
       "Percentile rank 0–1 of foreign background and overcrowding; higher is worse."}}},
    {"familjeforhallanden",
     {{"Familjeförhållanden", "Family conditions"},
      {"Percentilrang 0–1 av ensamstående med barn och antal barn och unga.",
       "Percentile rank 0–1 of lone parents and numbers of children and youth."}}},
    {"inkomst", {{"Medianinkomst", "Median income"}, {"Tusen kronor.", "Thousands of kronor."}}},
    {"utbildning",
     {{"Förgymnasial utbildning", "Only lower schooling"},
      {"Andel av dem som är 25–64 år.", "Share of those aged 25–64."}}},
    {"forvarvsfrekvens",
     {{"Förvärvsfrekvens", "Employment"},
      {"Sysselsatta som andel av befolkningen i arbetsför ålder.",
       "The employed as a share of the population of working age."}}},
    {"utlandsk_bakgrund",
     {{"Utländsk bakgrund", "Foreign background"},
      {"Andel av invånarna.", "Share of inhabitants."}}},
    {"trangboddhet",
     {{"Trångboddhet", "Overcrowding"}, {"Andel av hushållen.", "Share of households."}}},
    {"ensamstaende_med_barn",
     {{"Ensamstående med barn", "Lone parents"}, {"Andel av hushållen.", "Share of households."}}},
    {"events", {{"Händelser", "Events"}, {"Placerade inom områdena.", "Placed in the areas."}}},
    {"events_total",
     {{"Händelser i allt", "Events in all"},
      {"Placerade händelser i perioden; de utan plats eller datum räknas för sig.",
       "Placed events of the period; those without place or date are counted apart."}}},
    {"share",
     {{"Andel", "Share"},
      {"Händelser delat med händelser i allt (för dagsavtryck: delat med alla dagsavtryck).",
       "Events over events in all (of day-prints: over all day-prints)."}}},
    {"share_low",
     {{"Andel, lägst", "Share, low"},
      {"Undre gräns i konfidensintervallet.", "Lower end of the confidence interval."}}},
    {"share_high",
     {{"Andel, högst", "Share, high"},
      {"Övre gräns i konfidensintervallet.", "Upper end of the confidence interval."}}},
    {"location_quotient",
     {{"Lokaliseringskvot", "Location quotient"},
      {"Andel av händelserna delad med andel av ytan; 1 är som överallt.",
       "Share of events over share of surface; 1 is as everywhere."}}},
    {"location_quotient_low", {{"Kvot, lägst", "Quotient, low"}, {NULL, NULL}}},
    {"location_quotient_high", {{"Kvot, högst", "Quotient, high"}, {NULL, NULL}}},
    {"indicator", {{"Indikator", "Indicator"}, {NULL, NULL}}},
    {"count", {{"Antal", "Count"}, {NULL, NULL}}},
    {"rate",
     {{"Per 1 000 invånare", "Per 1 000 inhabitants"},
      {"Antal delat med invånare, gånger 1 000.", "Count over inhabitants, times 1 000."}}},
    {"rate_low",
     {{"Per 1 000, lägst", "Per 1 000, low"},
      {"Exakt Poissonintervall.", "Exact Poisson interval."}}},
    {"rate_high",
     {{"Per 1 000, högst", "Per 1 000, high"},
      {"Exakt Poissonintervall.", "Exact Poisson interval."}}},
    {"rate_ratio",
     {{"Kvot mot övriga riket", "Ratio to the rest"},
      {"Per 1 000 invånare, delat med övriga rikets.",
       "Per 1 000 inhabitants, over that of the rest of the country."}}},
    {"rate_ratio_low", {{"Kvot, lägst", "Ratio, low"}, {NULL, NULL}}},
    {"rate_ratio_high", {{"Kvot, högst", "Ratio, high"}, {NULL, NULL}}},
    {"mean_of_areas",
     {{"Medel av områdena", "Mean of areas"},
      {"Varje område lika tungt.", "Each area with the same weight."}}},
    {"most_influential_area",
     {{"Mest inflytelserika område", "Most influential area"},
      {"Det område vars bortfall flyttar kategorins tal mest.",
       "The area without which the category's figure moves most."}}},
    {"rate_without_it", {{"Per 1 000 utan det", "Per 1 000 without it"}, {NULL, NULL}}},
    {"mean_without_it", {{"Medel utan det", "Mean without it"}, {NULL, NULL}}},
    {"areas_left_out", {{"Områden utan uppgift", "Areas left out"}, {NULL, NULL}}},
    {"day_prints",
     {{"Dagsavtryck", "Day-prints"},
      {"En telefons dygn är 1, delat på dess avtryck; vart och ett räknas med den andel av sin "
       "cirkel som ligger i området.",
       "A phone's day is 1, split over its footprints; each counts by the share of its circle "
       "inside the area."}}},
    {"phones",
     {{"Telefoner", "Phones"},
      {"Telefoner med minst ett avtryck.", "Phones with at least one footprint."}}},
    {"mean", {{"Medel", "Mean"}, {NULL, NULL}}},
    {"min", {{"Minst", "Least"}, {NULL, NULL}}},
    {"max", {{"Störst", "Most"}, {NULL, NULL}}},
    {"total",
     {{"Problemnivå", "Problem level"},
      {"Medel av svaren 1–5; högre är värre.", "Mean of the answers 1–5; higher is worse."}}},
    {"uncertainty", {{"Osäkerhet", "Uncertainty"}, {NULL, NULL}}},
    {"answers", {{"Svar", "Answers"}, {NULL, NULL}}},
    {"change", {{"Förändring", "Change"}, {NULL, NULL}}},
    {"arrow",
     {{"Pil", "Arrow"},
      {"Upp är bättre, ned är sämre än året före.",
       "Up is better, down worse than the year before."}}},
    {"before", {{"Före", "Before"}, {NULL, NULL}}},
    {"after", {{"Efter", "After"}, {NULL, NULL}}},
    {"kept_km2", {{"Behållen yta, km²", "Kept surface, km²"}, {NULL, NULL}}},
    {"gained_km2", {{"Ny yta, km²", "Gained surface, km²"}, {NULL, NULL}}},
    {"lost_km2", {{"Förlorad yta, km²", "Lost surface, km²"}, {NULL, NULL}}},
    {"distance_km",
     {{"Avstånd, km", "Distance, km"}, {"Från gräns till gräns.", "From boundary to boundary."}}},
    {"people_share",
     {{"Andel av invånarna", "Share of people"},
      {"Invånare i rutor av klassen delat med områdets alla invånare.",
       "People in cells of the class over all people of the area."}}},
    {"reason", {{"Skäl", "Reason"}, {NULL, NULL}}},
};

#define CLASS(k, sv, en)                                                     \
    "class_" #k,                                                             \
    {                                                                        \
        {"Klass " #k sv, "Class " #k en},                                    \
        {                                                                    \
            "Andel av områdets invånare som bor i rutor av klassen.",        \
                "Share of the area's people who live in cells of the class." \
        }                                                                    \
    }
static const entry classes[] = {{CLASS(1, " (bäst)", " (best)")},
                                {CLASS(2, "", "")},
                                {CLASS(3, "", "")},
                                {CLASS(4, "", "")},
                                {CLASS(5, " (sämst)", " (worst)")}};

/* Values that files hold as words. */
static const entry words[] = {
    {"ovriga", {{"Övriga", "Elsewhere"}, {NULL, NULL}}},
    {"ovriga_riket", {{"Övriga riket", "Rest of the country"}, {NULL, NULL}}},
    {"total", {{"Alla kategorier", "All categories"}, {NULL, NULL}}},
    {"unplaced", {{"Utan plats", "Without place"}, {NULL, NULL}}},
    {"undated", {{"Utan datum", "Without date"}, {NULL, NULL}}},
    {"up", {{"↑ bättre", "↑ better"}, {NULL, NULL}}},
    {"stable", {{"→ oförändrad", "→ stable"}, {NULL, NULL}}},
    {"down", {{"↓ sämre", "↓ worse"}, {NULL, NULL}}},
    {"all", {{"Hela perioden", "The whole period"}, {NULL, NULL}}},
};

static const lb_page_term *find(const entry *list, size_t count, const char *name)
{
    for (size_t i = 0; i < count; i++)
        if (strcmp(list[i].name, name) == 0)
            return &list[i].term;
    return NULL;
}

const lb_page_term *lb_page_term_find(const char *column)
{
    const lb_page_term *term = find(entries, sizeof entries / sizeof *entries, column);
    return term ? term : find(classes, sizeof classes / sizeof *classes, column);
}

const lb_page_term *lb_page_word_find(const char *value)
{
    return find(words, sizeof words / sizeof *words, value);
}
